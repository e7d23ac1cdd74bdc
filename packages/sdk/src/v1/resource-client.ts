import type { Claims } from './claims.ts';
import { hide } from './convert.ts';
import { toEntity } from './entities.ts';
import { List, MeasuredList } from './lists.ts';
import { type ModernClient, OwnResource } from './own-resource.ts';
import { Statistics } from './statistics.ts';

const UNAUTHORIZED = 401;

/** What the clients without a socket share: figures, and `ready` once their resource could be read. */
class ResourceClient extends OwnResource {
  readonly statistics: Statistics;
  readonly realtimeStats: Statistics;
  readonly cumulativeStats: Statistics;

  constructor(token: string, debug: unknown, modern: ModernClient, claims: Claims, path: string, maxRetries: unknown) {
    super(token, debug, modern, claims.workspace_sid, path, maxRetries);
    this.statistics = new Statistics(this.bridge, `${path}/Statistics`);
    this.realtimeStats = new Statistics(this.bridge, `${path}/RealTimeStatistics`);
    this.cumulativeStats = new Statistics(this.bridge, `${path}/CumulativeStatistics`);
    // Not before the page has had the chance to attach listeners.
    void Promise.resolve()
      .then(() => this.bridge.request('GET', path))
      .then(
        (payload) => this.emit('ready', toEntity(this.bridge, payload)),
        (error: { status?: number; message: string }) => {
          if (error.status === UNAUTHORIZED) this.emit('token.expired');
          else this.emit('error', { response: error, message: error.message });
        },
      );
  }
}

/** `Twilio.TaskRouter.Workspace`. */
export class WorkspaceClient extends ResourceClient {
  readonly activities: List;
  readonly workflows: List;
  readonly tasks: List;
  readonly taskqueues: MeasuredList;
  readonly workers: MeasuredList;

  constructor(token: string, debug: unknown, modern: ModernClient, claims: Claims, maxRetries: unknown) {
    const path = `Workspaces/${claims.workspace_sid}`;
    super(token, debug, modern, claims, path, maxRetries);
    this.activities = new List(this.bridge, `${path}/Activities`);
    this.workflows = new List(this.bridge, `${path}/Workflows`);
    this.tasks = new List(this.bridge, `${path}/Tasks`);
    this.taskqueues = new MeasuredList(this.bridge, `${path}/TaskQueues`);
    this.workers = new MeasuredList(this.bridge, `${path}/Workers`);
  }
}

/** `Twilio.TaskRouter.TaskQueue`. */
export class TaskQueueClient extends ResourceClient {
  constructor(
    token: string,
    debug: unknown,
    modern: ModernClient & { readonly sid: string },
    claims: Claims,
    maxRetries: unknown,
  ) {
    const path = `Workspaces/${claims.workspace_sid}/TaskQueues/${modern.sid}`;
    super(token, debug, modern, claims, path, maxRetries);
    hide(this, 'taskQueueSid', modern.sid);
  }
}
