import {
  type DayDraft,
  differs,
  type DraftTask,
  type FieldRef,
  fieldsOf,
  type FieldValue,
  MAX_TASKS,
  sameValue,
  valueOf,
  withValue,
} from './draft';
import { merge } from './merge';

/**
 * A day being edited, in every tab and in the device's store alike.
 *
 * `base` is what the edits are based on. It equals `server`, but for fields that were changed here and
 * elsewhere: they keep their old value in `base` until the user has chosen one.
 */
export interface DraftState {
  base: DayDraft;
  server: DayDraft;
  draft: DayDraft;
}

/** A change of a state. Each tab applies it to its own, so that none loses its edits. */
export type DraftChange =
  | { kind: 'edited'; from: DayDraft; to: DayDraft }
  | { kind: 'received'; server: DayDraft }
  | { kind: 'saved'; sent: DayDraft; server: DayDraft }
  | { kind: 'chosen'; ref: FieldRef; value: FieldValue };

/** A field that was changed to different values here and elsewhere. */
export interface Conflict {
  ref: FieldRef;
  mine: FieldValue;
  theirs: FieldValue;
}

export function unedited(server: DayDraft): DraftState {
  return { base: server, server, draft: server };
}

export function applied(state: DraftState, change: DraftChange): DraftState {
  switch (change.kind) {
    case 'edited':
      return { ...state, draft: merge(change.from, change.to, state.draft) };
    case 'received':
      return rebased(state, state.base, change.server, () => true);
    case 'saved': {
      // What was sent is what the fresh state is based on, but for undecided fields.
      const undecided = conflicts(state).map(({ ref }) => ref);
      const from = copied(undecided, state.base, change.sent);
      const names = new Set(undecided.map(nameOf));
      return rebased(state, from, change.server, (ref) => names.has(nameOf(ref)));
    }
    case 'chosen': {
      const { ref, value } = change;
      const base = copied([ref], state.server, state.base);
      return { ...state, base, draft: withValue(state.draft, ref, value) };
    }
  }
}

const nameOf = ({ of, id, field }: FieldRef) => `${of} ${id} ${field}`;

function copied(refs: readonly FieldRef[], from: DayDraft, to: DayDraft): DayDraft {
  return refs.reduce((draft, ref) => {
    const value = valueOf(from, ref);
    return value === undefined ? draft : withValue(draft, ref, value);
  }, to);
}

function rebased(
  state: DraftState,
  from: DayDraft,
  fresh: DayDraft,
  mayConflict: (ref: FieldRef) => boolean,
): DraftState {
  const server = withKeysOf(state.draft, withKeysOf(state.server, fresh));
  const undecided = fieldsOf(server).filter(
    (ref) => mayConflict(ref) && isConflict(ref, from, server, state.draft),
  );
  const draft = merge(from, state.draft, server);
  // The merge may have recognized a new task of the draft in one of the server.
  const known = withKeysOf(draft, server);
  return { base: copied(undecided, from, known), server: known, draft };
}

/** The draft with the keys that `other` has for the same tasks. */
function withKeysOf(other: DayDraft, draft: DayDraft): DayDraft {
  const keys = new Map(other.tasks.map(({ id, key }) => [id, key]));
  const keyOf = ({ id, key }: DraftTask) => (id === null ? key : (keys.get(id) ?? key));
  if (draft.tasks.every((task) => task.key === keyOf(task))) return draft;
  return { ...draft, tasks: draft.tasks.map((task) => ({ ...task, key: keyOf(task) })) };
}

function isConflict(ref: FieldRef, base: DayDraft, server: DayDraft, draft: DayDraft): boolean {
  const [before, theirs, mine] = [base, server, draft].map((values) => valueOf(values, ref));
  return (
    before !== undefined &&
    theirs !== undefined &&
    mine !== undefined &&
    !sameValue(before, theirs) &&
    !sameValue(before, mine) &&
    !sameValue(mine, theirs)
  );
}

const NONE: readonly Conflict[] = [];

export function conflicts({ base, server, draft }: DraftState): readonly Conflict[] {
  if (base === server) return NONE;
  return fieldsOf(server)
    .filter((ref) => isConflict(ref, base, server, draft))
    .map((ref) => ({
      ref,
      mine: valueOf(draft, ref) ?? null,
      theirs: valueOf(server, ref) ?? null,
    }));
}

/** The part of the draft to send: without undecided fields and without tasks that must wait. */
export function sendable(state: DraftState): DayDraft {
  const undecided = conflicts(state).map(({ ref }) => ref);
  const draft = copied(undecided, state.server, state.draft);
  const held = new Set(heldTasks(state));
  const tasks = draft.tasks.filter((task) => !held.has(task.key) && isSent(state, task));
  return { ...draft, tasks };
}

/** The keys of new tasks for which the day has no room, until another one is removed. */
export function heldTasks(state: DraftState): string[] {
  const fresh = state.draft.tasks.filter((task) => !isKnown(state, task));
  const room = MAX_TASKS - (state.draft.tasks.length - fresh.length);
  return fresh
    .filter(({ title }) => title.trim() !== '')
    .slice(Math.max(0, room))
    .map(({ key }) => key);
}

function isKnown({ server }: DraftState, { id }: DraftTask): boolean {
  return id !== null && server.tasks.some((task) => task.id === id);
}

/** A new task without a title is not sent. */
function isSent(state: DraftState, task: DraftTask): boolean {
  return task.title.trim() !== '' || isKnown(state, task);
}

/** Whether there is something to send. */
export function isDirty(state: DraftState): boolean {
  return differs(sendable(state), state.server);
}

/** Whether the server has everything. */
export function isComplete(state: DraftState): boolean {
  return !isDirty(state) && !isWaiting(state);
}

/** Whether something has to be decided by the user before it can be sent. */
export function isWaiting(state: DraftState): boolean {
  return conflicts(state).length > 0 || heldTasks(state).length > 0;
}
