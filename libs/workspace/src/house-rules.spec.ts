import { describe, expect, it } from '@jest/globals';
import { TSESLint } from '@typescript-eslint/utils';
import tseslint from 'typescript-eslint';
import { houseRules } from './house-rules.ts';

/** Where the judged text is said to stand. */
const FILE = 'libs/police/src/case/case.ts';

type RuleName = keyof typeof houseRules.rules;

/** What the rule says about the text, as message ids. */
function judged(rule: RuleName, code: string, options: readonly unknown[] = []): readonly string[] {
  const linter = new TSESLint.Linter({ configType: 'flat' });
  const config: TSESLint.FlatConfig.ConfigArray = [
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { interlock: houseRules },
      rules: { [`interlock/${rule}`]: ['error', ...options] },
    },
  ];
  return linter.verify(code, config, { filename: FILE }).map(({ messageId, message }) => messageId ?? message);
}

describe('interlock/pure-file', () => {
  it.each([
    ['takes the time from the command', 'export const at = (command: { at: string }) => command.at;', []],
    ['refuses the wall clock', 'const at = Date.now();', ['date']],
    ['refuses a new Date', 'const at = new Date();', ['date']],
    ['refuses even the type Date: an Instant is text', 'let at: Date;', ['date']],
    ['refuses chance', 'const n = Math.random();', ['random']],
    ['may do other arithmetic', 'const n = Math.max(1, 2);', []],
    ['refuses ids of its own', "import { v4 } from 'uuid';", ['module']],
    ['refuses random bytes', "import { randomBytes } from 'node:crypto';", ['module']],
    ['refuses all of node:crypto under one name', "import * as crypto from 'node:crypto';", ['module']],
    ['may hash', "import { createHash } from 'node:crypto';", []],
    ['refuses files', "import { readFileSync } from 'node:fs';", ['module']],
    ['refuses Nest', "import { Injectable } from '@nestjs/common';", ['module']],
    ['refuses its handler', "import { handle } from './case.handler.ts';", ['module']],
    ['refuses to hand on its handler', "export { handle } from './case.handler.ts';", ['module']],
    ['may import pure files', "import { type CaseEvent } from './case.events.ts';", []],
    ['refuses the environment', 'const limit = process.env.LIMIT;', ['ambient']],
    ['refuses the ambient crypto', 'const id = crypto.randomUUID();', ['ambient']],
    ['refuses timers', 'setTimeout(() => {}, 1);', ['ambient']],
    ['lets a parameter be called process', 'export const run = (process: () => void) => process();', []],
    ['lets a property be called process', 'export const step = { process: 1 }; step.process;', []],
    ['refuses async functions', 'export async function later() {}', ['waiting']],
    ['refuses to load modules on the way', "const later = import('./case.ts');", ['waiting']],
    ['refuses promises', 'const later = Promise.resolve(1);', ['ambient']],
  ])('%s', (_, code, expected) => {
    expect(judged('pure-file', code)).toEqual(expected);
  });

  it.each([
    ['may read an instant', 'const day = new Date(at).getUTCDay(); const ms = Date.parse(at); Date.UTC(2021, 2, 1);', []],
    ['refuses the wall clock all the same', 'const now = new Date(); Date.now();', ['date', 'date']],
  ])('for a calendar (dates: of-argument): %s', (_, code, expected) => {
    expect(judged('pure-file', code, [{ dates: 'of-argument' }])).toEqual(expected);
  });
});

describe('interlock/guarded-resolver', () => {
  const resolver = (decorators: string, above = '') => `@Resolver() ${above} class R { ${decorators} ask(): string { return ''; } }`;

  it.each([
    ['a query without a guard', resolver('@Query(() => String)'), ['open']],
    ['a mutation without a guard', resolver('@Mutation(() => String)'), ['open']],
    ['a subscription without a guard', resolver('@Subscription(() => String)'), ['open']],
    ['a query that its class alone guards', resolver('@Query(() => String)', "@Allow('read', 'Case')"), ['open']],
    ['an allowed query', resolver("@Query(() => String) @Allow('read', 'Case')"), []],
    ['a query for everybody', resolver('@Query(() => String) @Public()'), []],
    ['a field of an open class', resolver('@ResolveField(() => String)'), ['open']],
    ['a field of a guarded class', resolver('@ResolveField(() => String)', "@Allow('read', 'Case')"), []],
    ['a helper that is no operation', resolver(''), []],
  ])('%s', (_, code, expected) => {
    expect(judged('guarded-resolver', code)).toEqual(expected);
  });
});

describe('interlock/no-durable-event-bus', () => {
  it.each([
    ['refuses a saga', 'class S { @Saga() stop() {} }', ['saga']],
    ['refuses a command sent from an event handler', '@EventsHandler(E) class H { handle() { this.commands.execute(1); } }', ['durable']],
    ['refuses waiting in an event handler', '@EventsHandler(E) class H { async handle() { await this.log(); } }', ['durable']],
    ['lets an event handler count', '@EventsHandler(E) class H { handle() { this.seen += 1; } }', []],
    ['lets a command handler act', '@CommandHandler(C) class H { handle() { this.store.append(1); } }', []],
  ])('%s', (_, code, expected) => {
    expect(judged('no-durable-event-bus', code)).toEqual(expected);
  });
});

describe('the shape of a module', () => {
  it.each<readonly [RuleName, string, readonly string[]]>([
    ['no-export-star', "export * from './case.ts';", ['star']],
    ['no-export-star', "export * as cases from './case.ts';", ['star']],
    ['no-export-star', "export { decide } from './case.ts';", []],
    ['no-default-export', 'export default 1;', ['unnamed']],
    ['no-default-export', 'const a = 1; export { a as default };', ['unnamed']],
    ['no-default-export', 'export const a = 1;', []],
    ['no-enum', 'enum Kind { Stop }', ['enumeration']],
    ['no-enum', "type Kind = 'stop';", []],
    ['no-deep-import', "import { x } from '@interlock/kernel/src/x.ts';", ['deep']],
    ['no-deep-import', "const x = import('@interlock/kernel/dist/x.js');", ['deep']],
    ['no-deep-import', "import { x } from '@interlock/kernel';", []],
    ['no-deep-import', "import { x } from '../../../kernel/src/x.ts';", ['outside']],
    ['no-deep-import', "import { x } from '../freeze/freeze.events.ts';", []],
    ['no-plain-class', 'class Manager {}', ['plain']],
    ['no-plain-class', 'class Manager extends Base {}', ['plain']],
    ['no-plain-class', 'class StoreError extends Error {}', []],
    ['no-plain-class', 'class OrderStopV1 extends Command<Decision> {}', []],
    ['no-plain-class', '@Injectable() class Service {}', []],
  ])('%s: %s', (rule, code, expected) => {
    expect(judged(rule, code)).toEqual(expected);
  });
});
