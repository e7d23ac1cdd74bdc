import type { Activity } from '../../engine/records.ts';
import { type State, workspaceOf } from '../../engine/state.ts';
import { fetch, list } from './listing.ts';
import { camelized, command, deletion, operation } from './operation.ts';
import { flag, name, optional, text } from './params.ts';
import { filtered, pick } from './selection.ts';
import type { Views } from './views.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/Activities';
const INSTANCE = `${COLLECTION}/{Sid}`;

export const activityOperations = [
  operation({
    id: 'CreateActivity',
    method: 'POST',
    path: COLLECTION,
    params: { FriendlyName: name(64), Available: optional(flag) },
    run: (call) => command(call, { type: 'activity.create', available: false, ...camelized(call.params) }, 'activity'),
  }),
  operation({
    id: 'UpdateActivity',
    method: 'POST',
    path: INSTANCE,
    params: { FriendlyName: optional(name(64)) },
    run: (call) =>
      command(call, { type: 'activity.update', sid: call.path.Sid ?? '', ...camelized(call.params) }, 'activity'),
  }),
  operation({
    id: 'DeleteActivity',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: (call) => deletion(call, { type: 'activity.delete', sid: call.path.Sid ?? '' }),
  }),
  operation({
    id: 'FetchActivity',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const sid = call.path.Sid ?? '';
      return fetch(call, 'activity', { prefix: 'WA', sid }, (state) => {
        const activity = state.tables.activity.get(sid);
        return activity === undefined ? undefined : view(state, activity);
      });
    },
  }),
  operation({
    id: 'ListActivity',
    method: 'GET',
    path: COLLECTION,
    params: { FriendlyName: optional(text), Available: optional(flag) },
    run: (call) => {
      const { FriendlyName, Available } = call.params;
      return list(call, {
        resource: 'activity',
        select: ({ tables, indexes }) => {
          const named =
            FriendlyName === undefined
              ? tables.activity.values()
              : pick(tables.activity, [indexes.names.find('Activity', FriendlyName)]);
          return filtered(named, (activity) => Available === undefined || activity.available === Available);
        },
        view,
      });
    },
  }),
];

function view(state: State, activity: Activity): Views['activity'] {
  return { workspace: workspaceOf(state), activity };
}
