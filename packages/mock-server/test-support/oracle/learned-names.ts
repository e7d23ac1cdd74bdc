/** Tasks and reservations get theirs from the engine, as they do in service; their names are learned from events. */
export interface LearnedNames {
  readonly sidOf: (name: string) => string;
  readonly nameOf: (sid: string) => string;
  /** Gives the next name with this letter. */
  readonly learn: (letter: 'T' | 'R', sid: string) => void;
}

export function learnedNames(): LearnedNames {
  const bySid = new Map<string, string>();
  const byName = new Map<string, string>();
  const last = { T: 0, R: 0 };
  return {
    nameOf: (sid) => bySid.get(sid) ?? sid,
    sidOf: (name) => byName.get(name) ?? name,
    learn: (letter, sid) => {
      last[letter] += 1;
      const name = `${letter}${last[letter]}`;
      bySid.set(sid, name);
      byName.set(name, sid);
    },
  };
}
