import { type BodyShape } from '@interlock/contracts';
import { Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { FenScalar, InstantScalar } from './scalars.ts';

/** A class that Nest's schema builder reads; its instances are never made. */
export interface TypeClass {
  new (): object;
  readonly prototype: object;
}

/** Names of shapes that several bodies share, by their fields; any other shape is named after the body and the field that holds it. */
export type ShapeNames = Readonly<Record<string, string>>;

type FieldType = TypeClass | object;

interface Maker {
  readonly shared: ShapeNames;
  /** Types made so far, by name and what they are made of. */
  readonly made: Map<string, { readonly text: string; readonly type: FieldType }>;
}

/** Makes GraphQL input types of contracts, one schema's worth. Throws for a shape that it does not know, so that a new one is noticed at once. */
export function makeInputTypes(shared: ShapeNames) {
  const maker: Maker = { shared, made: new Map() };
  return {
    /** The type of one body, with the fields that every input has beside it. */
    input(
      name: string,
      shape: BodyShape,
      options: { readonly description: string; readonly beside: (type: TypeClass) => void },
    ): TypeClass {
      const type = namedClass(`${name}Input`);
      const described = Object.entries(shape.properties ?? {});
      for (const [field, property] of described)
        addField(maker, type, { owner: name, field, shape: property, isRequired: isRequired(shape, field) });
      options.beside(type);
      InputType({ description: options.description })(type);
      return type;
    },
    names: () => [...maker.made.keys()],
  };
}

/** An empty class of that name: decorators make of it what they are told. */
export function namedClass(name: string): TypeClass {
  // eslint-disable-next-line interlock/no-plain-class, @typescript-eslint/no-extraneous-class -- decorated by its makers, as Nest's builder wants it
  const type = class {};
  Object.defineProperty(type, 'name', { value: name });
  return type;
}

interface FieldOf {
  readonly owner: string;
  readonly field: string;
  readonly shape: BodyShape;
  readonly isRequired: boolean;
}

function isRequired(shape: BodyShape, field: string): boolean {
  return shape.required?.includes(field) ?? false;
}

function addField(maker: Maker, type: TypeClass, { owner, field, shape, isRequired }: FieldOf): void {
  const { items } = shape;
  const element = typeOf(maker, owner, items ? singular(field) : field, items ?? shape);
  const plain = typeof shape.default === 'object' ? undefined : shape.default;
  Field(() => (items ? [element] : element), { nullable: !isRequired, ...(plain !== undefined && { defaultValue: plain }) })(
    type.prototype,
    field,
  );
}

function typeOf(maker: Maker, owner: string, field: string, shape: BodyShape): FieldType {
  if (shape.enum) return enumOf(maker, owner, field, shape.enum);
  if (shape.properties) return objectOf(maker, owner, field, shape);
  if (shape.anyOf) return oneOf(maker, owner, field, shape.anyOf);
  switch (shape.type) {
    case 'string':
      return textOf(shape.pattern);
    case 'integer':
      return field.endsWith('Fen') ? FenScalar : Int;
    case 'boolean':
      return Boolean;
    default:
      throw new Error(`${owner}.${field}: no GraphQL type for ${JSON.stringify(shape)}`);
  }
}

/** Ids and references are opaque; moments are told by their pattern; all else is text. */
function textOf(pattern = ''): FieldType {
  if (pattern.startsWith(String.raw`^\d{4}-\d{2}-\d{2}T`)) return InstantScalar;
  return pattern.startsWith('^[0-9a-f]{8}-') || /^\^[anp]1\\\./.test(pattern) ? ID : String;
}

function enumOf(maker: Maker, owner: string, field: string, values: readonly unknown[]): FieldType {
  const texts = values.map(String);
  const name = maker.shared[texts.join(' ')] ?? `${owner}${pascal(field)}`;
  return once(maker, name, texts.join(' '), () => {
    const members = Object.fromEntries(texts.map((text) => [enumName(field, text), text]));
    registerEnumType(members, { name });
    return members;
  });
}

/** `restrict-outgoing` → RESTRICT_OUTGOING; a code that starts with a digit gets its field's name before it. */
function enumName(field: string, text: string): string {
  const name = text.replaceAll('-', '_').toUpperCase();
  return /^\d/.test(name) ? `${field.toUpperCase()}_${name}` : name;
}

function objectOf(maker: Maker, owner: string, field: string, shape: BodyShape): FieldType {
  const name = maker.shared[keysOf(shape)] ?? `${owner}${pascal(field)}`;
  return once(maker, `${name}Input`, JSON.stringify(shape.properties), () => {
    const type = namedClass(`${name}Input`);
    for (const [inner, property] of Object.entries(shape.properties ?? {}))
      addField(maker, type, { owner: name, field: inner, shape: property, isRequired: isRequired(shape, inner) });
    InputType()(type);
    return type;
  });
}

/** Alternatives of one field each: exactly one of them is given. */
function oneOf(maker: Maker, owner: string, field: string, alternatives: readonly BodyShape[]): FieldType {
  const fields = alternatives.flatMap((alternative) => Object.entries(alternative.properties ?? {}));
  if (fields.length !== alternatives.length) throw new Error(`${owner}.${field}: an alternative has to be one field`);
  const name = maker.shared[fields.map(([key]) => key).join(' | ')] ?? `${owner}${pascal(field)}`;
  return once(maker, `${name}Input`, JSON.stringify(fields), () => {
    const type = namedClass(`${name}Input`);
    for (const [inner, property] of fields) addField(maker, type, { owner: name, field: inner, shape: property, isRequired: false });
    InputType({ isOneOf: true })(type);
    return type;
  });
}

/** One type per name: two shapes under one name would be a mistake in the table of names. */
function once(maker: Maker, name: string, text: string, make: () => FieldType): FieldType {
  const known = maker.made.get(name);
  if (known && known.text !== text) throw new Error(`Two shapes are named ${name}: name one of them`);
  if (known) return known.type;
  const type = make();
  maker.made.set(name, { text, type });
  return type;
}

function keysOf(shape: BodyShape): string {
  return Object.keys(shape.properties ?? {}).join(' ');
}

function pascal(field: string): string {
  return field.charAt(0).toUpperCase() + field.slice(1);
}

function singular(field: string): string {
  return field.endsWith('s') ? field.slice(0, -1) : field;
}
