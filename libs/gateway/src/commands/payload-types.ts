import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { FenScalar, InstantScalar, JsonScalar } from '../schema/scalars.ts';
import { namedClass, type TypeClass } from '../schema/input-types.ts';
import { AccountResult, CommandErrorModel, PositionModel } from './command-answer.model.ts';
import { type CommandOperation, type OutcomeField } from './operation.ts';

/** One payload per mutation: errors, where the event stands, and what came of it. */
export function payloadType(name: string, { mutation, outcome }: CommandOperation): TypeClass {
  const type = namedClass(`${name}Payload`);
  const { prototype } = type;
  Field(() => [CommandErrorModel], { description: 'Why not; empty when it is done.' })(prototype, 'errors');
  Field(() => PositionModel, { nullable: true, description: 'Where the event stands: a read with it sees the event.' })(
    prototype,
    'position',
  );
  Field(() => Boolean, { description: 'Whether this command was answered before; the answer is the first one.' })(prototype, 'repeated');
  Field(() => Int, {
    nullable: true,
    description: 'Head of the stream that was written: the `expectedVersion` of who goes on from here. Null in an action over many.',
  })(prototype, 'version');
  for (const [field, kind] of Object.entries(outcome)) addOutcome(type, field, kind);
  ObjectType({ description: `What came of \`${mutation}\`.` })(type);
  return type;
}

function addOutcome({ prototype }: TypeClass, field: string, kind: OutcomeField): void {
  const nullable = { nullable: true } as const;
  switch (kind) {
    case 'id':
      return Field(() => ID, nullable)(prototype, field);
    case 'text':
      return Field(() => String, nullable)(prototype, field);
    case 'texts':
      return Field(() => [String], nullable)(prototype, field);
    case 'ids':
      return Field(() => [ID], nullable)(prototype, field);
    case 'int':
      return Field(() => Int, nullable)(prototype, field);
    case 'fen':
      return Field(() => FenScalar, nullable)(prototype, field);
    case 'moment':
      return Field(() => InstantScalar, nullable)(prototype, field);
    case 'yes-no':
      return Field(() => Boolean, nullable)(prototype, field);
    case 'json':
      return Field(() => JsonScalar, nullable)(prototype, field);
    case 'accounts':
      return Field(() => [AccountResult], nullable)(prototype, field);
  }
}
