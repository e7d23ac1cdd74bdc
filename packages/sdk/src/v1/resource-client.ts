import type { TaskbayError } from '../errors.ts';
import { Client, type ClientSettings, type ModernClient, tellError } from './client.ts';
import { hide } from './convert.ts';
import type { ResourceClientEvents } from './events.ts';
import { createList, type List, type MeasuredList } from './lists.ts';
import type { Statistics } from './statistics.ts';

const UNAUTHORIZED = 401;

/** What the clients without a socket share: figures, and `ready` once their resource could be read. */
class ResourceClient extends Client<ResourceClientEvents> {
  declare readonly statistics: Statistics;
  declare readonly realtimeStats: Statistics;
  declare readonly cumulativeStats: Statistics;

  constructor(modern: ModernClient, settings: ClientSettings, path: string) {
    super(modern, settings, path);
    void this.bridge.request('GET', this.path).then(
      (payload) => this.emit('ready', this.bridge.entity(payload)),
      (error: TaskbayError) => {
        if (error.status === UNAUTHORIZED) this.emit('token.expired');
        else tellError(this, error);
      },
    );
  }
}

/** `Twilio.TaskRouter.Workspace`. */
export class WorkspaceClient extends ResourceClient {
  declare readonly activities: List;
  declare readonly workflows: List;
  declare readonly tasks: List;
  declare readonly taskqueues: MeasuredList;
  declare readonly workers: MeasuredList;

  constructor(modern: ModernClient, settings: ClientSettings) {
    super(modern, settings, '');
    for (const folder of ['Activities', 'Workflows', 'Tasks', 'TaskQueues', 'Workers']) {
      Object.assign(this, { [folder.toLowerCase()]: createList(this.bridge, `/${folder}`) });
    }
  }
}

/** `Twilio.TaskRouter.TaskQueue`. */
export class TaskQueueClient extends ResourceClient {
  constructor(modern: ModernClient & { readonly sid: string }, settings: ClientSettings) {
    super(modern, settings, `/TaskQueues/${modern.sid}`);
    hide(this, { taskQueueSid: modern.sid });
  }
}
