import type { EngineEvent } from '../../engine/events.ts';
import type { Call, Conference, ConferenceChange } from '../../engine/telephony/records.ts';
import type { Batch } from '../../runtime/journal.ts';
import { type Cause, endReason, hungUpCall, leaveReason } from './conference-reasons.ts';
import type { Fields } from './fields.ts';
import { customerOf, fieldsOf, type Participant, participantOf } from './participant.ts';
import { silentlyEnded } from './silent-ends.ts';
import { rfc2822, type StatusUpdate } from './status-update.ts';

/** A conference whose application wants to be told, with how often it was. */
interface Watched {
  readonly conference: Conference;
  readonly participants: Map<string, Participant>;
  /** Workers by the reservations that brought them in. */
  readonly workers: Map<string, string | null>;
  /** The participant who hangs up in the batch at hand. */
  leaver: Participant | undefined;
  started: boolean;
  told: number;
}

type Moment = Pick<Batch, 'now'> & Cause;

/** Follows conferences from the first participant to the last, for those who gave a status callback (HOOK-9). */
export class ConferenceWatch {
  private readonly accountSid: string;
  private readonly watched = new Map<string, Watched>();
  private updates: StatusUpdate[] = [];

  constructor(accountSid: string) {
    this.accountSid = accountSid;
  }

  get isIdle(): boolean {
    return this.watched.size === 0;
  }

  /** What a batch has to tell, in order. */
  follow({ events, ...moment }: Moment & Pick<Batch, 'events'>): StatusUpdate[] {
    // The journal names the first worker before the conference it starts.
    for (const { type, subject } of events) if (type === 'taskbay.conference.started') this.begin(subject.conference);
    if (this.watched.size === 0) return [];
    const hungUp = hungUpCall(moment.input) ?? '';
    for (const watched of this.watched.values()) watched.leaver = watched.participants.get(hungUp);
    for (const event of events) {
      this.heard(event, moment);
      this.silent(event, moment);
    }
    const { updates } = this;
    this.updates = [];
    return updates;
  }

  private begin(conference: Conference | undefined): void {
    if (conference === undefined || conference.statusCallback === null) return;
    this.watched.set(conference.sid, {
      conference,
      participants: new Map(),
      workers: new Map(),
      leaver: undefined,
      started: false,
      told: 0,
    });
  }

  private heard({ type, subject: { call, conference } }: EngineEvent, moment: Moment): void {
    const watched = this.watched.get(call?.conferenceSid ?? conference?.sid ?? '');
    if (watched === undefined) return;
    if (call !== undefined && call.purpose !== 'customer') this.legHeard(watched, type, call, moment);
    if (conference === undefined) return;
    this.customer(watched, conference, moment);
    if (type === 'taskbay.conference.ended') this.end(watched, moment);
  }

  private legHeard(watched: Watched, type: EngineEvent['type'], call: Call, moment: Moment): void {
    if (type === 'taskbay.call.answered') {
      if (call.purpose === 'conference') watched.workers.set(call.reservationSid, call.workerSid);
      this.join(watched, participantOf(call), moment);
      if (call.endConferenceOnCustomerExit) bindToCustomer(watched);
    } else if (type === 'taskbay.call.updated') this.change(watched, participantOf(call), moment);
    else if (type === 'taskbay.call.ended') this.leave(watched, call.sid, moment);
  }

  private customer(watched: Watched, conference: Conference, moment: Moment): void {
    const before = customerIn(watched);
    const now = customerOf(conference);
    if (before === undefined && now !== undefined) this.join(watched, now, moment);
    else if (before !== undefined && now === undefined) this.leave(watched, before.callSid, moment);
    else if (now !== undefined) this.change(watched, now, moment);
  }

  private join(watched: Watched, participant: Participant, moment: Moment): void {
    const { participants } = watched;
    participants.set(participant.callSid, participant);
    this.tell(watched, 'join', 'participant-join', moment, fieldsOf(participant));
    if (watched.started || participants.size < 2) return;
    watched.started = true;
    this.tell(watched, 'start', 'conference-start', moment);
  }

  private change(watched: Watched, participant: Participant, moment: Moment): void {
    const before = watched.participants.get(participant.callSid);
    if (before === undefined) return;
    watched.participants.set(participant.callSid, participant);
    const { muted, hold } = participant;
    const fields = fieldsOf(participant);
    if (muted !== before.muted)
      this.tell(watched, 'mute', muted ? 'participant-mute' : 'participant-unmute', moment, fields);
    if (hold !== before.hold)
      this.tell(watched, 'hold', hold ? 'participant-hold' : 'participant-unhold', moment, fields);
  }

  private leave(watched: Watched, callSid: string, moment: Moment): void {
    const participant = watched.participants.get(callSid);
    if (participant === undefined) return;
    watched.participants.delete(callSid);
    const reason = leaveReason(moment, callSid, watched.leaver);
    const ended = { ParticipantCallStatus: 'completed', ReasonParticipantLeft: reason };
    this.tell(watched, 'leave', 'participant-leave', moment, { ...fieldsOf(participant), ...ended });
  }

  private end(watched: Watched, moment: Moment): void {
    for (const callSid of [...watched.participants.keys()]) this.leave(watched, callSid, moment);
    const { leaver } = watched;
    const ending = leaver === undefined ? {} : { CallSidEndingConference: leaver.callSid };
    const reason = endReason(moment, leaver);
    this.tell(watched, 'end', 'conference-end', moment, { ...ending, ReasonConferenceEnded: reason });
    this.watched.delete(watched.conference.sid);
  }

  private silent(event: EngineEvent, moment: Moment): void {
    const ends = silentlyEnded(event);
    if (ends === undefined) return;
    for (const watched of [...this.watched.values()]) {
      const { conference, participants, workers } = watched;
      const ended = ({ call }: Participant): boolean =>
        call !== undefined && ends(call, workers.get(call.reservationSid) ?? null);
      const gone = [...participants.values()].filter(ended);
      const taskIsGone = conference.taskSid === event.resourceSid;
      const why = { ...moment, dropped: !taskIsGone };
      for (const { callSid } of gone) this.leave(watched, callSid, why);
      const stays = [...participants.values()].some(({ call }) => call?.purpose !== 'supervise');
      if (taskIsGone || (gone.length > 0 && !stays)) this.end(watched, why);
    }
  }

  private tell(watched: Watched, change: ConferenceChange, type: string, { now }: Moment, fields: Fields = {}): void {
    const { sid, taskSid, statusCallback: callback } = watched.conference;
    if (callback === null || !callback.events.includes(change)) return;
    watched.told += 1;
    const common = { ConferenceSid: sid, FriendlyName: taskSid, AccountSid: this.accountSid };
    const numbered = { SequenceNumber: String(watched.told), Timestamp: rfc2822(now), StatusCallbackEvent: type };
    this.updates.push({ kind: 'conference', sid, type, callback, fields: { ...common, ...numbered, ...fields } });
  }
}

function customerIn({ participants }: Watched): Participant | undefined {
  return [...participants.values()].find(({ call }) => call === undefined);
}

/** Of a customer who is there already the conference tells nothing when a worker joins. */
function bindToCustomer(watched: Watched): void {
  const customer = customerIn(watched);
  if (customer !== undefined) watched.participants.set(customer.callSid, { ...customer, endsConference: true });
}
