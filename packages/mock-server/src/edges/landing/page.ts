import type { ReadyFacts, WorkspaceFacts } from '../../ready.ts';
import { type Html, html } from './html.ts';
import { SCRIPT } from './script.ts';
import { type Snippet, snippets } from './snippets.ts';
import { STYLE } from './style.ts';

/** Rows of one table; a workspace may hold thousands of workers. */
const MAX_ROWS = 100;

/** The whole page and the policy that lets it do nothing but show itself. */
export async function landingPage(
  facts: ReadyFacts,
): Promise<{ readonly html: string; readonly contentSecurityPolicy: string }> {
  const policy = [
    "default-src 'none'",
    `style-src '${await hash(STYLE)}'`,
    `script-src '${await hash(SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { html: document(facts).markup, contentSecurityPolicy: policy.join('; ') };
}

async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

function document(facts: ReadyFacts): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>taskbay – mock TaskRouter</title>
<link rel="icon" href="data:,">
<style>${{ markup: STYLE }}</style>
</head>
<body>
<header>
<h1>taskbay</h1>
<p><span class="ready">Ready</span> at <code>${facts.url}</code></p>
<p class="soft">A stateful mock TaskRouter that really routes. It emulates the service for development and tests.</p>
</header>
<main>
<h2 id="credentials">Addresses and credentials</h2>
<section class="card" aria-labelledby="credentials">${addresses(facts)}</section>
${facts.workspaces.length === 0 ? noWorkspace() : facts.workspaces.map(workspaceSection)}
<h2 id="connect">Connect a client</h2>
<div class="columns">${snippets(facts).map(snippetCard)}</div>
</main>
<footer>
<a href="/ready.json">/ready.json</a> holds what this page shows.
The control API starts at <a href="/control/time">/control/time</a>; the journal is at
<a href="/control/journal">/control/journal</a>.
</footer>
<p class="told" role="status"></p>
<script>${{ markup: SCRIPT }}</script>
</body>
</html>
`;
}

const WITHHELD = 'given from outside, not shown';

function addresses(facts: ReadyFacts): Html {
  const rows: [string, string | null][] = [
    ['REST', `${facts.url}/v1/Workspaces`],
    ['Event bridge', `${facts.wsUrl}/v1/wschannels`],
    ['Account SID', facts.accountSid],
    ['Auth token', facts.authToken],
    ['API key', facts.apiKeySid],
    ['API secret', facts.apiKeySecret],
  ];
  return html`<table><tbody>${rows.map(([name, value]) =>
    value === null
      ? html`<tr><th scope="row">${name}</th><td colspan="2" class="empty">${WITHHELD}</td></tr>`
      : sidRow(name, value),
  )}</tbody></table>`;
}

function noWorkspace(): Html {
  return html`<h2>Workspaces</h2>
<section class="card"><p>There is no workspace yet. Create one with <code>POST /v1/Workspaces</code>.</p></section>`;
}

function workspaceSection(workspace: WorkspaceFacts, index: number): Html {
  const id = `workspace-${index}`;
  return html`<h2><span id="${id}">${workspace.friendlyName}</span><span class="copied"><code>${workspace.sid}</code> <button type="button" data-copy aria-label="Copy the SID of ${workspace.friendlyName}">Copy</button></span></h2>
<section aria-labelledby="${id}">
<div class="columns">
${sidCard('Workers', workspace.workers, desk)}
${sidCard('Task queues', workspace.taskQueues)}
${sidCard('Workflows', workspace.workflows)}
${sidCard('Activities', workspace.activities)}
${sidCard('Task channels', workspace.taskChannels)}
</div>
</section>`;
}

function desk(worker: string): Html {
  const name = encodeURIComponent(worker);
  return html`<a class="desk" href="/examples/agent-page/?worker=${name}" aria-label="Open the desk of ${worker}">Desk</a> `;
}

function sidCard(title: string, sids: Readonly<Record<string, string>>, action?: (name: string) => Html): Html {
  const all = Object.entries(sids);
  const rows = all.slice(0, MAX_ROWS).map(([name, sid]) => sidRow(name, sid, action?.(name)));
  const more = all.length - rows.length;
  return html`<section class="card">
<h3>${title}</h3>
${all.length === 0 ? html`<p class="empty">none</p>` : html`<table><tbody>${rows}</tbody></table>`}
${more > 0 ? html`<p class="soft">and ${more} more, in <a href="/ready.json">/ready.json</a></p>` : ''}
</section>`;
}

function sidRow(name: string, value: string, action: Html = html``): Html {
  return html`<tr class="copied"><th scope="row">${name}</th><td><code>${value}</code></td><td class="does">${action}<button type="button" data-copy aria-label="Copy ${name}">Copy</button></td></tr>`;
}

function snippetCard({ id, title, note, code }: Snippet): Html {
  return html`<section class="card copied" aria-labelledby="${id}">
<div class="title"><h3 id="${id}">${title}</h3><button type="button" data-copy aria-label="Copy: ${title}">Copy</button></div>
<p class="soft">${note}</p>
<pre tabindex="0" aria-labelledby="${id}"><code>${code}</code></pre>
</section>`;
}
