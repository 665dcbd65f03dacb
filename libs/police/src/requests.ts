import { type CommandError, type Instant, type NodeContext, type PersonActor, type Sealed } from '@interlock/kernel';
import { type OrderMessage, applicationIdOf } from '@interlock/rulebook';

/** Banks of the body that are no members, or no banks: an order to them would reach nobody. */
export function unknownBanks(
  context: NodeContext,
  banks: readonly { readonly path: string; readonly bank: string | undefined }[],
): readonly CommandError[] {
  return banks.flatMap(({ path, bank }) =>
    bank === undefined || isInstitution(context, bank) ? [] : [{ code: 'UNKNOWN_MEMBER', path, details: { bank } }],
  );
}

/** Banks and payment institutions run the same kind of node. */
export function isInstitution({ peers }: NodeContext, bank: string): boolean {
  return peers.get(bank) === 'bank';
}

/** the sequence is made of the order's id, so that a repeated command makes the same. */
export function applicationId(message: OrderMessage, at: Instant, orderId: string): string {
  return applicationIdOf({ message, at, sequence: BigInt(`0x${orderId.replaceAll('-', '')}`) % 10n ** 18n });
}

/** Seals a field of a command's body under its subject's key. */
export type Seal = (subject: string, path: string, clear: string) => Promise<Sealed>;

export function sealer({ keys }: NodeContext, commandId: string): Seal {
  return (subject, path, clear) => keys.seal(subject, commandId, path, clear);
}

/** What another node sealed is opened for the purpose, which is recorded, and sealed anew before it is passed on. */
export async function sealAnew(
  context: NodeContext,
  field: Sealed,
  as: {
    readonly subject: string;
    readonly commandId: string;
    readonly path: string;
    readonly actor: PersonActor;
    readonly purpose: string;
    readonly caseId: string;
  },
): Promise<{ readonly ok: true; readonly sealed: Sealed } | { readonly ok: false; readonly error: CommandError }> {
  if (field.key.startsWith(`${context.node}/`)) return { ok: true, sealed: field };
  const { actor, purpose, caseId } = as;
  const [opened] = await context.open([field], { actor, purpose, caseId });
  if (!opened?.ok) return { ok: false, error: { code: opened?.code ?? 'KEY_UNKNOWN', path: as.path } };
  return { ok: true, sealed: await context.keys.seal(as.subject, as.commandId, as.path, opened.clear) };
}
