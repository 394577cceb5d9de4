"""The headers of LinkedIn's files by year, and what stands above them."""

from __future__ import annotations

CONNECTIONS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
"""The header of Connections.csv since mid-2023."""

MESSAGES_9 = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "DATE", "SUBJECT", "CONTENT",
    "FOLDER",
)  # fmt: skip
"""The header of messages.csv until early 2023."""

MESSAGES_10 = (*MESSAGES_9[:5], "RECIPIENT PROFILE URLS", *MESSAGES_9[5:])
"""The header of messages.csv from mid-2023."""

MESSAGES_11 = (*MESSAGES_10, "ATTACHMENTS")
"""One header of messages.csv in 2025 and 2026."""

MESSAGES_12 = (*MESSAGES_10, "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT")
"""The header of messages.csv in late 2024."""

MESSAGES_13 = (*MESSAGES_11, "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT")
"""The other header of messages.csv in 2026."""

MESSAGES_2018 = ("From", "To", "Date", "Subject", "Content", "Direction", "Folder")
"""The header of Messages.csv in 2018."""

INVITATIONS = ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
"""The header of Invitations.csv since late 2023."""

INVITATIONS_URN = (*INVITATIONS[:5], "inviterProfileUrn", "inviteeProfileUrn")
"""The header of Invitations.csv in mid-2023."""

INVITATIONS_5 = INVITATIONS[:5]
"""The header of Invitations.csv until 2022."""

POSITIONS = ("Company Name", "Title", "Description", "Location", "Started On", "Finished On")
"""The header of Positions.csv."""

EDUCATION = ("School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities")
"""The header of Education.csv."""

SKILLS = ("Name",)
"""The header of Skills.csv."""

PROFILE = (
    "First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline", "Summary", "Industry", "Zip Code",
    "Geo Location", "Twitter Handles", "Websites", "Instant Messengers",
)  # fmt: skip
"""The header of Profile.csv."""

PREAMBLE = (
    "Notes:\n"
    '"Where an address is missing below, that connection does not share it, see '
    "https://www.linkedin.com/psettings/privacy/email, or reads https://www.linkedin.com/help/linkedin/answer/261, "
    'which explains the setting."\n\n'
)
"""What stands above the header of Connections.csv since mid-2021: three lines, the second one quoted."""
