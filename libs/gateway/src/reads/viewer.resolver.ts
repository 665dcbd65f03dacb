import { Inject } from '@nestjs/common';
import { Context, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { unauthenticated } from '../errors.ts';
import { type GatewayOptions, GATEWAY_OPTIONS } from '../gateway-options.ts';
import { Allow, EVERYBODY, Public, memberKindOf } from '../identity/allow.ts';
import { type Session } from '../identity/session.ts';
import { InstantScalar } from '../schema/scalars.ts';

@ObjectType('Viewer', { description: 'Who asks, as the token says.' })
export class ViewerModel {
  @Field(() => ID)
  readonly member!: string;

  @Field(() => String, { description: 'police, bank, telecom, member or observer.' })
  readonly memberKind!: string;

  @Field(() => ID)
  readonly person!: string;

  @Field(() => String)
  readonly role!: string;

  @Field(() => ID)
  readonly unit!: string;

  @Field(() => InstantScalar, { description: 'When the token ends.' })
  readonly expiresAt!: string;
}

@ObjectType('About', { description: 'What answers here; the one thing that anybody may ask.' })
export class AboutModel {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly version!: string;

  @Field(() => InstantScalar, { description: 'Business time.' })
  readonly now!: string;
}

@Resolver()
export class ViewerResolver {
  constructor(@Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions) {}

  @Query(() => ViewerModel, { description: 'Who asks.' })
  @Allow(...EVERYBODY)
  viewer(@Context() { person }: Session): ViewerModel {
    if (!person) throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
    const { member, person: badge, role, unit } = person.actor;
    const registered = this.options.members.find(({ code }) => code === member)?.kind;
    return { member, memberKind: memberKindOf(member, registered), person: badge, role, unit, expiresAt: person.expiresAt };
  }

  @Query(() => AboutModel, { description: 'What answers here.' })
  @Public()
  about(): AboutModel {
    return { name: 'Interlock', version: this.options.version, now: this.options.clock.now() };
  }
}
