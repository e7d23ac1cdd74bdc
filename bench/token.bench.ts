import { allows, mintAccessToken, mintWorkerToken, verify, workerPolicies } from '@taskbay/token';
import { jwtVerify } from 'jose';
import { median, rounded, table } from './support/figures.ts';

const RUNS = 7;
const VERIFICATIONS = 3_000;
const DECISIONS = 100_000;

const ACCOUNT = 'AC00000000000000000000000000000001';
const WORKSPACE = 'WS00000000000000000000000000000002';
const WORKER = 'WK00000000000000000000000000000003';
const AUTH_TOKEN = '00000000000000000000000000000004';
const scope = { accountSid: ACCOUNT, workspaceSid: WORKSPACE, workerSid: WORKER };
const apiKeySid = 'SK00000000000000000000000000000005';

/** Operations per second of one measured run. */
type Measure = () => Promise<number> | number;

async function timed(count: number, operation: () => Promise<boolean>): Promise<number> {
  const begun = performance.now();
  for (let done = 0; done < count; done += 1) {
    if (!(await operation())) throw new Error('a token was refused');
  }
  return (count * 1000) / (performance.now() - begun);
}

function timedDecisions(url: string, method: string, params: Record<string, string>, allowed: boolean): number {
  const policies = workerPolicies
    .automatic(scope)
    .concat(
      workerPolicies.fetchSubresources(scope),
      workerPolicies.activityUpdates(scope),
      workerPolicies.reservationUpdates(scope),
    );
  const within = { account_sid: ACCOUNT, workspace_sid: WORKSPACE, channel: WORKER };
  const begun = performance.now();
  for (let done = 0; done < DECISIONS; done += 1) {
    const decision = allows(policies, { method, url, params, within });
    if (decision.allowed !== allowed) throw new Error(`${method} ${url}: ${decision.reason}`);
  }
  return (DECISIONS * 1000) / (performance.now() - begun);
}

/** Runs the measures in turn, so that whatever else the machine does falls on all of them; the first round warms up. */
async function medians(measures: Readonly<Record<string, Measure>>): Promise<Map<string, number>> {
  const results = new Map(Object.keys(measures).map((name) => [name, [] as number[]]));
  for (let run = -1; run < RUNS; run += 1) {
    for (const [name, measure] of Object.entries(measures)) {
      const perSecond = await measure();
      if (run >= 0) results.get(name)?.push(perSecond);
    }
  }
  return new Map([...results].map(([name, values]) => [name, median(values)]));
}

const secret = new TextEncoder().encode(AUTH_TOKEN);
const worker = await mintWorkerToken({ ...scope, authToken: AUTH_TOKEN });
const access = await mintAccessToken({ ...scope, apiKeySid, apiKeySecret: AUTH_TOKEN, identity: 'bench' });
const keys = {
  authTokens: () => [AUTH_TOKEN],
  apiKeySecret: () => ({ accountSid: ACCOUNT, secret: AUTH_TOKEN }),
};
const bare = (token: string) => async () =>
  (await jwtVerify(token, secret, { algorithms: ['HS256'] })).payload !== null;
const ours = (token: string) => async () => (await verify(token, { keys })).ok;
const base = `https://taskrouter.twilio.com/v1/Workspaces/${WORKSPACE}`;

const figures = await medians({
  'worker token, jose': () => timed(VERIFICATIONS, bare(worker)),
  'worker token': () => timed(VERIFICATIONS, ours(worker)),
  'access token, jose': () => timed(VERIFICATIONS, bare(access)),
  'access token': () => timed(VERIFICATIONS, ours(access)),
  permitted: () =>
    timedDecisions(`${base}/Tasks/WT1/Reservations/WR1`, 'POST', { ReservationStatus: 'accepted' }, true),
  refused: () => timedDecisions(`${base}/Workers/${WORKER}`, 'POST', { FriendlyName: 'x' }, false),
});
const perSecond = (name: string): number => figures.get(name) ?? Number.NaN;
const compared = (name: string): string[] => {
  const baseline = perSecond(`${name}, jose`);
  return [`verify, ${name}`, rounded(perSecond(name), 0), rounded(baseline, 0), rounded(perSecond(name) / baseline, 2)];
};

process.stdout.write(
  `${table([
    ['measure, per second', 'taskbay', 'jose jwtVerify', 'ratio'],
    compared('worker token'),
    compared('access token'),
    ['allows, ten rules, permitted', rounded(perSecond('permitted'), 0), '', ''],
    ['allows, ten rules, refused', rounded(perSecond('refused'), 0), '', ''],
  ])}\nmedians of ${RUNS} runs in turn; jose checks signature and times, verify also claims, channel and every rule\n`,
);
