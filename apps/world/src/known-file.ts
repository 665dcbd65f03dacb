import { openUnder, readOrCreateSecret, sealUnder } from '@interlock/trust';
import { type WorldAccount, type WorldLine, openLineFile } from '@interlock/simulator';
import { type z } from 'zod';
import { accountShape, lineShape } from './shapes.ts';

/** Whose accounts and lines the world’s are. */
export interface KnownFile {
  accountOf(key: string): WorldAccount | undefined;
  lineOf(key: string): WorldLine | undefined;
  rememberAccount(account: WorldAccount): void;
  rememberLine(line: WorldLine): void;
  close(): void;
}

/** A line of the file: kind, key, sealed box. */
const LINE = /^(account|line) (\S+) (\S+)$/;

/** Throws where the file was changed, or sealed under another key: a world with the wrong people in it answers wrongly. */
export function openKnownFile(path: string, masterKey: string): KnownFile {
  const key = readOrCreateSecret(masterKey);
  const file = openLineFile(path, 0o600);
  const accounts = new Map<string, WorldAccount>();
  const lines = new Map<string, WorldLine>();
  for (const [index, text] of file.lines.entries()) {
    const [, kind = '', name = '', box = ''] = LINE.exec(text) ?? [];
    const clear = openUnder(key, { sealed: 1, ...placeOf(kind, name), box });
    if (clear === undefined) throw new Error(`Line ${String(index + 1)} of ${path} does not open: it was changed, or its key was`);
    if (kind === 'account') accounts.set(name, readJson(accountShape, clear));
    else lines.set(name, readJson(lineShape, clear));
  }
  const remember = <Known extends { readonly key: string }>(kind: string, map: Map<string, Known>, known: Known): void => {
    const clear = JSON.stringify(known);
    if (JSON.stringify(map.get(known.key)) === clear) return;
    file.append(`${kind} ${known.key} ${sealUnder(key, placeOf(kind, known.key), clear).box}`);
    map.set(known.key, known);
  };
  return {
    accountOf: (name) => accounts.get(name),
    lineOf: (name) => lines.get(name),
    rememberAccount: ({ key: name, bank, number, holder, openingFen }) => {
      remember('account', accounts, { key: name, bank, number, holder, openingFen });
    },
    rememberLine: ({ key: name, number, operator }) => {
      remember('line', lines, { key: name, number, operator });
    },
    close: file.close,
  };
}

function placeOf(kind: string, name: string) {
  return { key: 'world/known', commandId: name, path: kind };
}

function readJson<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> {
  return shape.parse(JSON.parse(text));
}
