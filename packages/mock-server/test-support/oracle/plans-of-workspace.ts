import { queueNamed } from './model/oracle.ts';
import { channelSid, queueSid, WORKFLOW_SID } from './model/sids.ts';
import { changeConfiguration, changeQueue, optimizeChannel } from './model/workspace.ts';
import type { Plans } from './plan.ts';
import { workflowDocument } from './workflow-document.ts';

export const WORKSPACE_PLANS: Plans<'queue.update' | 'prioritize' | 'channel.optimize' | 'workflow.update'> = {
  'queue.update': (oracle, { queue: name, expression, order, maxReservedWorkers }) => {
    const queue = queueNamed(oracle, name);
    return (
      queue && {
        command: () => ({
          type: 'task-queue.update',
          sid: queueSid(name),
          targetWorkers: expression,
          taskOrder: order,
          maxReservedWorkers,
        }),
        foretell: () => changeQueue(oracle, queue, { expression, order, maxReservedWorkers }),
      }
    );
  },
  prioritize: (oracle, { order }) => ({
    command: () => ({ type: 'workspace.update', prioritizeQueueOrder: order }),
    foretell: () => {
      oracle.prioritizeQueueOrder = order;
    },
  }),
  'channel.optimize': (oracle, { channel, optimized }) => ({
    command: () => ({ type: 'task-channel.update', sid: channelSid(channel), channelOptimizedRouting: optimized }),
    foretell: () => optimizeChannel(oracle, channel, optimized),
  }),
  'workflow.update': (oracle, { configuration, reEvaluates, reservationTimeout }) => ({
    command: () => ({
      type: 'workflow.update',
      sid: WORKFLOW_SID,
      configuration: workflowDocument(configuration),
      reEvaluateTasks: reEvaluates,
      ...(reservationTimeout === undefined ? {} : { taskReservationTimeout: reservationTimeout }),
    }),
    foretell: () => {
      // RESV-10: reservations that are made from now on.
      oracle.reservationTimeout = reservationTimeout ?? oracle.reservationTimeout;
      changeConfiguration(oracle, configuration, reEvaluates);
    },
  }),
};
