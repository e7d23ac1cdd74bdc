import type { Case } from './case.ts';
import { endings } from './cases/endings.ts';
import { instructions } from './cases/instructions.ts';
import { sessions } from './cases/sessions.ts';
import { tasks } from './cases/tasks.ts';
import { tokens } from './cases/tokens.ts';
import { worker } from './cases/worker.ts';
import type { SocketClientKind } from './client.ts';

/** The whole suite. */
export const CASES: readonly Case[] = [...worker, ...tasks, ...endings, ...instructions, ...sessions, ...tokens];

/** Whether a client's wire has what the case is about. */
export const runs = ({ only }: Case, { wire }: SocketClientKind): boolean => only === undefined || only.wire === wire;
