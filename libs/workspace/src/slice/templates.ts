/** One thing's names. */
export interface SliceNames {
  /** `police` */
  readonly library: string;
  /** `witness-note` */
  readonly fileName: string;
  /** `WitnessNote` */
  readonly className: string;
  /** `witnessNote` */
  readonly propertyName: string;
  /** `witness note` */
  readonly words: string;
}

export function events({ className, propertyName, words }: SliceNames): string {
  return `import { type Instant } from '@interlock/kernel';

/** The ${words} began. */
export interface ${className}Opened {
  readonly type: '${className}Opened';
  readonly ${propertyName}Id: string;
  readonly openedAt: Instant;
}

/** The ${words} is over. */
export interface ${className}Closed {
  readonly type: '${className}Closed';
  readonly ${propertyName}Id: string;
  readonly closedAt: Instant;
}

/** Stored for ever: fields may come, none may go or change. */
export type ${className}Event = ${className}Opened | ${className}Closed;
`;
}

export function decider({ fileName, className, propertyName, words }: SliceNames): string {
  return `import { accept, type Answer, type Decider, type Instant, reject, unreachable } from '@interlock/kernel';
import { type ${className}Event } from './${fileName}.events.ts';

export type ${className}Command =
  | { readonly type: 'Open${className}'; readonly ${propertyName}Id: string; readonly at: Instant }
  | { readonly type: 'Close${className}'; readonly ${propertyName}Id: string; readonly at: Instant };

export type ${className}Rejection = { readonly type: 'AlreadyOpened'; readonly since: Instant } | { readonly type: 'NotOpen' };

export interface ${className} {
  /** Unset before it began and after it is over. */
  readonly openedAt?: Instant;
}

/** The rules of one ${words}. */
export const ${propertyName}Decider: Decider<${className}Command, ${className}, ${className}Event, ${className}Rejection> = {
  initial: {},
  decide,
  evolve,
};

function decide(command: ${className}Command, state: ${className}): Answer<${className}Event, ${className}Rejection> {
  const { ${propertyName}Id, at } = command;
  switch (command.type) {
    case 'Open${className}':
      return accept({ type: '${className}Opened', ${propertyName}Id, openedAt: at });
    case 'Close${className}':
      if (!state.openedAt) return reject({ type: 'NotOpen' });
      return accept({ type: '${className}Closed', ${propertyName}Id, closedAt: at });
    default:
      return unreachable(command);
  }
}

function evolve(_state: ${className}, event: ${className}Event): ${className} {
  switch (event.type) {
    case '${className}Opened':
      return { openedAt: event.openedAt };
    case '${className}Closed':
      return {};
    default:
      return unreachable(event);
  }
}
`;
}

export function view({ library, fileName, className, propertyName, words }: SliceNames): string {
  return `import { type Instant, type Rows, unreachable, view } from '@interlock/kernel';
import { type ${className}Event } from './${fileName}.events.ts';

export interface Open${className} {
  readonly ${propertyName}Id: string;
  readonly openedAt: Instant;
}

/** One row for each ${words} that is not over. */
export const open${className}s = view({
  name: '${library}_open_${fileName.replaceAll('-', '_')}s',
  version: 1, // raise it when the row or the fold changes; the table is rebuilt
  rows: { key: '${propertyName}Id', indexes: ['openedAt'] },
  on: ['${className}Opened', '${className}Closed'],
  apply(event: ${className}Event, rows: Rows<Open${className}>) {
    switch (event.type) {
      case '${className}Opened':
        rows.put({ ${propertyName}Id: event.${propertyName}Id, openedAt: event.openedAt });
        return;
      case '${className}Closed':
        rows.remove(event.${propertyName}Id);
        return;
      default:
        unreachable(event);
    }
  },
});
`;
}

export function publish({ fileName, className, propertyName, words }: SliceNames): string {
  return `import { type Stream, type Told, unreachable } from '@interlock/kernel';
import { type ${className}, type ${className}Command, ${propertyName}Decider, type ${className}Rejection } from './${fileName}.decider.ts';
import { type ${className}Event } from './${fileName}.events.ts';

/** Streams of one ${words} each, and who is told what of them. */
export const ${propertyName}Stream: Stream<${className}Command, ${className}, ${className}Event, ${className}Rejection> = {
  category: '${fileName}',
  decider: ${propertyName}Decider,
  publish,
};

function publish(event: ${className}Event): readonly Told[] {
  switch (event.type) {
    case '${className}Opened':
    case '${className}Closed': // stays inside this agency
      return [];
    default:
      return unreachable(event);
  }
}
`;
}

export function spec({ fileName, className, propertyName, words }: SliceNames): string {
  return `import { given, instant } from '@interlock/kernel';
import { RULES } from '@interlock/rulebook';
import { describe, expect, it } from '@jest/globals';
import { ${propertyName}Decider } from './${fileName}.decider.ts';

/** The rule of the rulebook that this slice keeps. */
const RULE = 'R-000';

const open = { type: 'Open${className}', ${propertyName}Id: 'first', at: instant('2026-03-01T04:00:00.000Z') } as const;
const opened = { type: '${className}Opened', ${propertyName}Id: 'first', openedAt: open.at } as const;

describe(\`\${RULE}: a ${words} is opened once\`, () => {
  it('is a rule of the rulebook', () => {
    expect(RULES.map(({ id }) => id)).toContain(RULE);
  });

  it('opens the first time', () => {
    expect(given(${propertyName}Decider).when(open)).toEqual({ ok: true, events: [opened] });
  });

  it('refuses a second opening and says since when it is open', () => {
    const again = { ...open, at: instant('2026-03-01T05:00:00.000Z') };
    const refused = { ok: false, rejection: { type: 'AlreadyOpened', since: opened.openedAt } };
    expect(given(${propertyName}Decider, opened).when(again)).toEqual(refused);
  });
});
`;
}
