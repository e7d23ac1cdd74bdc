/**
 * Properties that only the SDK's own modules use among each other. The browser's file shortens them: a tenth of a KiB.
 * None may be a name that applications, the wire or the platform use; `test/internal-names.test.ts` looks.
 */
export const INTERNAL_NAMES = [
  'before',
  'changed',
  'check',
  'closed',
  'current',
  'dead',
  'facts',
  'failed',
  'heard',
  'hostClock',
  'identify',
  'known',
  'lasts',
  'left',
  'life',
  'liveQueries',
  'liveReservations',
  'lost',
  'make',
  'move',
  'opened',
  'received',
  'refused',
  'renewed',
  'requestOf',
  'rows',
  'socketUrl',
  'told',
];
