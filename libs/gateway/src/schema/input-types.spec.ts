import { readFileSync } from 'node:fs';
import { type BodyShape, bodyShapeOf, orderStopsV1, policeReportCaseV1, reportCaseV1, stopLineV1 } from '@interlock/contracts';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLInputObjectType, buildSchema, isEnumType, isInputObjectType } from 'graphql';
import { COMMAND_OPERATIONS } from '../commands/command-resolvers.ts';
import { SHAPE_NAMES } from '../commands/input-names.ts';
import { makeInputTypes } from './input-types.ts';

const schema = buildSchema(readFileSync(new URL('../../../../docs/schema.graphql', import.meta.url), 'utf8'));

function inputNamed(name: string): GraphQLInputObjectType {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`No input ${name}`);
  return type;
}

function fieldsOf(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.values(inputNamed(name).getFields()).map((field) => [field.name, String(field.type)]));
}

describe('D1: inputs are the contracts, in GraphQL’s words', () => {
  it('has every field of every contract’s body, required where the contract requires it', () => {
    for (const { mutation, contract } of COMMAND_OPERATIONS) {
      const { properties = {}, required = [] } = bodyShapeOf(contract);
      const fields = fieldsOf(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`);
      for (const name of Object.keys(properties))
        expect(`${mutation}.${name} ${String(fields[name]?.endsWith('!'))}`).toBe(`${mutation}.${name} ${String(required.includes(name))}`);
    }
  });

  it('tells ids, moments, money and text apart', () => {
    expect(fieldsOf('ReportCasePaymentInput')).toEqual({
      ...{
        reference: 'String',
        from: 'ReportedAccountInput',
        to: 'ReportedAccountInput',
        amountFen: 'Fen',
        paidAt: 'Instant',
        voucher: 'Boolean',
      },
    });
    expect(fieldsOf('OrderStopsProposalInput')).toEqual({ proposalId: 'ID!', accountRef: 'ID!' });
  });

  it('gives alternatives as one of several fields', () => {
    expect(inputNamed('OwnLineInput').isOneOf).toBe(true);
    expect(bodyShapeOf(stopLineV1).properties?.['line']?.anyOf).toHaveLength(2);
  });

  it('spells constants as GraphQL does, and hands the contract its own', () => {
    const kinds = schema.getType('ReportCaseAtBankKind');
    expect(isEnumType(kinds) && kinds.getValues().map(({ name }) => name)).toEqual(['KIND_01', 'KIND_02']);
    expect(bodyShapeOf(reportCaseV1).properties?.['kind']?.enum).toEqual(['01', '02']);
  });

  it('keeps defaults of single values, so that people see what is taken for granted', () => {
    expect(inputNamed('OrderStopsInput').getFields()['urgency']?.defaultValue).toBe('URGENT');
    expect(bodyShapeOf(orderStopsV1).properties?.['urgency']?.default).toBe('urgent');
    expect(bodyShapeOf(policeReportCaseV1).properties?.['reporter']?.default).toEqual({});
  });

  it('has a second person’s token just where the law wants two (R-108, R-118, R-121, R-201)', () => {
    const withSecond = COMMAND_OPERATIONS.filter(
      ({ mutation }) => 'secondToken' in fieldsOf(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`),
    );
    expect(withSecond.map(({ mutation }) => mutation).sort()).toEqual([
      ...['acceptCase', 'correctStop', 'fileCase', 'liftFreeze', 'orderFreezes', 'orderStops', 'refuseFiling', 'renewFreeze', 'renewStop'],
    ]);
  });

  it('uses every shared name', () => {
    const used = Object.values(SHAPE_NAMES).filter((name) => schema.getType(name) ?? schema.getType(`${name}Input`));
    expect(used).toEqual(Object.values(SHAPE_NAMES));
  });
});

describe('a shape that the mapper does not know', () => {
  const beside = (): void => undefined;
  const input = (name: string, properties: Readonly<Record<string, BodyShape>>, inputs = makeInputTypes({})) =>
    inputs.input(name, { properties }, { description: '', beside });

  it('stops the build, instead of passing as text', () => {
    expect(() => input('Odd', { weight: { type: 'number' } })).toThrow('Odd.weight: no GraphQL type');
    expect(() => input('Odd', { look: { anyOf: [{ properties: { a: {}, b: {} } }] } })).toThrow(
      'Odd.look: an alternative has to be one field',
    );
  });

  it('is not silently merged with another of the same name', () => {
    const inputs = makeInputTypes({ 'a b': 'Pair' });
    input('First', { pair: { properties: { a: { type: 'string' }, b: { type: 'string' } } } }, inputs);
    expect(() => input('Second', { pair: { properties: { a: { type: 'string' }, b: { type: 'boolean' } } } }, inputs)).toThrow(
      'Two shapes are named Pair',
    );
  });
});
