// The Slack of npm's `emulate` as a process, with what Slack does around it and emulate leaves out: events come signed
// and in the envelope that says of which workspace they are, tokens that nobody was given are refused, there can be a
// second workspace, and an app can be removed from one. All else (what a call does, which scope it wants, the consent,
// files, what a message event says) is emulate's own. Run by tests/emulated.py, which says what is in the settings.
import { createHmac, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Server } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { folder, port, seed, app, events_url, signing_secret, events } = JSON.parse(process.argv[2]);
const dist = join(folder, "node_modules", "emulate", "dist");
const load = (name) => import(pathToFileURL(join(dist, name)));
const slack_in = readdirSync(dist).find(
  (name) => /^dist-.*\.js$/.test(name) && readFileSync(join(dist, name), "utf8").includes("var slackPlugin ="),
);
const [{ createEmulator }, { slackPlugin, getSlackStore }] = [await load("api.js"), await load(slack_in)];

const listen = Server.prototype.listen;
Server.prototype.listen = function (where) {
  return listen.call(this, where, "127.0.0.1"); // emulate would listen to the whole network
};

const register = slackPlugin.register;
slackPlugin.register = (http, store, webhooks, ...rest) => {
  const slack = getSlackStore(store);
  refuseUnknownTokens(http, slack);
  sendEventsAsSlackDoes(webhooks, slack);
  http.post("/_tests/workspace", async (c) => c.json(enter(slack, await c.req.json())));
  http.post("/_tests/uninstall", async (c) => c.json(await uninstall(slack, webhooks, (await c.req.json()).team_id)));
  http.post("/_tests/event", async (c) => c.json(await happen(webhooks, await c.req.json())));
  http.get("/_tests/bots", (c) => c.json(slack.tokens.all().filter((token) => token.token_type === "bot")));
  register(http, store, webhooks, ...rest);
};

/** emulate takes an unknown token for its administrator's. */
function refuseUnknownTokens(http, slack) {
  http.use("*", async (c, next) => {
    const [kind, token] = (c.req.header("Authorization") ?? "").split(" ");
    if (kind !== "Bearer" || slack.tokens.findOneBy("token", token)) return next();
    const is_file = new URL(c.req.url).pathname.startsWith("/files-pri/");
    return is_file ? c.html("<title>Sign in | Slack</title>") : c.json({ ok: false, error: "invalid_auth" });
  });
}

function sendEventsAsSlackDoes(webhooks, slack) {
  const dispatch = webhooks.dispatch.bind(webhooks);
  webhooks.dispatch = async (type, action, payload, owner) => {
    const { team_id, ...event } = payload.event;
    const channel = slack.channels.findOneBy("channel_id", event.channel);
    const kind = channel?.is_im ? "im" : "channel";
    if (!events.includes(type) && !events.includes(`${type}.${kind}`)) return;
    const team = team_id ?? channel?.team_id ?? slack.teams.all()[0].team_id;
    const by = slack.tokens.all().find((token) => token.token_type === "bot" && token.team_id === team);
    const about = { channel_type: kind, team, event_ts: event.ts };
    const authorization = { enterprise_id: null, team_id: team, user_id: by?.user_id, is_bot: true };
    const envelope = {
      token: "old",
      team_id: team,
      api_app_id: app.app_id,
      event_id: `Ev${randomBytes(5).toString("hex").toUpperCase()}`,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ ...authorization, is_enterprise_install: false }],
      is_ext_shared_channel: false,
    };
    await dispatch(type, action, { ...envelope, ...payload, event: channel ? { ...event, ...about } : event }, owner);
  };
  webhooks.register({ owner: "slack", url: events_url, events: ["*"], active: true });
  webhooks.setHeaderFactory(({ body }) => {
    const stamp = String(Math.floor(Date.now() / 1000));
    const digest = createHmac("sha256", signing_secret).update(`v0:${stamp}:${body}`).digest("hex");
    return {
      "Content-Type": "application/json",
      "X-Slack-Request-Timestamp": stamp,
      "X-Slack-Signature": `v0=${digest}`,
    };
  });
}

/** emulate knows one workspace at a time: from now on another one is it, where the app has a bot of its own. */
function enter(slack, { team_id, name }) {
  slack.teams.update(slack.teams.all()[0].id, { team_id, name, domain: name.toLowerCase() });
  const record = slack.oauthApps.findOneBy("client_id", app.client_id);
  slack.oauthApps.update(record.id, { bot_id: undefined, bot_user_id: undefined });
  return { ok: true };
}

/** Somebody removes the app from a workspace: its tokens are nothing from then on, and Slack says so. */
async function uninstall(slack, webhooks, team_id) {
  const gone = slack.tokens.all().filter((token) => token.token_type === "bot" && token.team_id === team_id);
  for (const token of gone) slack.tokens.delete(token.id);
  const tokens = { oauth: [], bot: gone.map((token) => token.user_id) };
  await happen(webhooks, { type: "tokens_revoked", tokens, team_id });
  return happen(webhooks, { type: "app_uninstalled", team_id });
}

async function happen(webhooks, event) {
  await webhooks.dispatch(event.type, undefined, { type: "event_callback", event }, "slack");
  return { ok: true };
}

await createEmulator({ service: "slack", port, baseUrl: `http://127.0.0.1:${port}`, seed });
