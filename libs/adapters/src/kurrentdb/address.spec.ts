import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { isKurrentAddress } from './address.ts';
import { shareClient } from './connection.ts';

/** What is thrown at whoever names such a server. */
function refusalOf(url: string): unknown {
  try {
    void shareClient(url, 5_000).close();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the address of a KurrentDB server', () => {
  it.each([
    'kurrentdb://log',
    'kurrentdb://127.0.0.1:2113?tls=false',
    'kurrentdb://admin:S3cr%2Fet!$&@log:2113/?tls=true&defaultDeadline=900',
    'kurrentdb+discover://admin:S3cret@cluster.example?nodePreference=leader',
    'kurrentdb://admin:S3cret@one:2113,two:2114,three?keepAliveInterval=10000&connectionName=police',
  ])('%s is taken by the client too', (url) => {
    expect(isKurrentAddress(url)).toBe(true);
    expect(refusalOf(url)).toBeUndefined();
  });

  it.each([
    'kurrentdb://admin:S3cr/et@127.0.0.1:2113?tls=false',
    'kurrentdb://admin:S3cr#et@log:2113',
    'kurrentdb://admin:S3cr?et@log:2113',
    'kurrentdb://admin:S3cr@et@log:2113',
    'kurrentdb://admin:S3cr:et@log:2113',
    'kurrentdb://admin:S3cr%et@log:2113',
    'kurrentdb://admin:S3cret@log:port',
    'kurrentdb://admin:S3cret@log:2113/police',
    'kurrentdb://admin:S3cret@log:2113?',
    'kurrentdb://admin:S3cret@log:2113?timeout=5',
    'kurrentdb://admin:S3cret@log:2113?tls=true?tls=false',
    'postgres://admin:S3cret@log:2113',
  ])('%s is refused before the client repeats it', (url) => {
    expect(isKurrentAddress(url)).toBe(false);
    const error = refusalOf(url);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('encoded') });
    expect(inspect(error)).not.toContain('S3cr');
  });

  it.each(['tls=maybe', 'defaultDeadline=soon', 'nodePreference=anybody', 'tlsCAFile=/nowhere/ca.pem'])(
    'with %s is refused by the client, and not repeated either',
    (option) => {
      const error = refusalOf(`kurrentdb://admin:S3cret@log:2113?${option}`);
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('option') });
      expect(inspect(error)).not.toContain('S3cr');
    },
  );
});
