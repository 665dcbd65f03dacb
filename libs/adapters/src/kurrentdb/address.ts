/** For whoever has to name a server; what they named is not repeated, as it may hold a password. */
export const KURRENT_ADDRESS =
  'is no KurrentDB address: kurrentdb://user:password@host:2113?tls=true, ' +
  'special characters of user and password encoded (/ as %2F), options as the client knows them';

const NAME = '(?:[^\\s:@/?#%]|%[0-9A-Fa-f]{2})+';
const HOST = '[\\w.-]+(?::\\d{1,5})?';
const ADDRESS = new RegExp(`^(?:kurrentdb|esdb)(?:\\+discover)?://(?:${NAME}:${NAME}@)?${HOST}(?:,${HOST})*/?(?:\\?(.+))?$`);

const OPTIONS: ReadonlySet<string> = new Set([
  ...['tls', 'tlsverifycert', 'tlscafile', 'usercertfile', 'userkeyfile', 'connectionname', 'nodepreference', 'throwonappendfailure'],
  ...['maxdiscoverattempts', 'discoveryinterval', 'gossiptimeout', 'defaultdeadline', 'keepaliveinterval', 'keepalivetimeout'],
]);

/** Looked at before the client does: it prints and throws what it cannot read, the password with it, and cuts one at a colon. */
export function isKurrentAddress(text: string): boolean {
  const match = ADDRESS.exec(text);
  if (!match) return false;
  const options = match[1]?.split('&') ?? [];
  return options.every((option) => {
    const [, name] = /^([^=?#]+)=[^?#]+$/.exec(option) ?? [];
    return name !== undefined && OPTIONS.has(name.toLowerCase());
  });
}
