import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type TLSSocket, connect, createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { type ProcessCertificate, makeDemoCertificates, readCertificate } from './demo-certificates.ts';

/** One TLS handshake in which both sides must show a certificate. Gives what the server read off the client’s, or either side’s refusal. */
async function handshake(server: ProcessCertificate, client: Partial<ProcessCertificate>, servername: string): Promise<string> {
  return new Promise((resolve) => {
    const listener = createServer({ ...server, requestCert: true, rejectUnauthorized: true }, (socket) => {
      const { CN } = socket.getPeerCertificate().subject;
      end(`client ${String(CN)}`, socket);
    });
    let calling: TLSSocket | undefined;
    const end = (answer: string, socket?: TLSSocket) => {
      resolve(answer);
      socket?.destroy();
      calling?.destroy();
      listener.close();
    };
    listener.on('tlsClientError', (error: Error, { authorizationError }: { readonly authorizationError?: unknown }) => {
      end(`server refused: ${typeof authorizationError === 'string' ? authorizationError : codeOf(error)}`);
    });
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      calling = connect({ ...client, host: '127.0.0.1', port: address.port, servername });
      calling.on('error', (error: Error) => {
        const code = codeOf(error);
        // What the server refused comes back as an alert; the server says why.
        if (!code.startsWith('ERR_SSL') && code !== 'ECONNRESET') end(`client refused: ${code}`);
      });
    });
  });
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

describe('certificates of the demo authority', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('prove each side to the other by node code', async () => {
    await makeDemoCertificates({ folder: folder.path, names: ['police', 'bank-industry'] });
    const [police, bank] = [readCertificate(folder.path, 'police'), readCertificate(folder.path, 'bank-industry')];
    expect(await handshake(bank, police, 'bank-industry')).toBe('client police');
    expect(await handshake(bank, police, 'localhost')).toBe('client police');
  });

  it('do not let one node stand for another: the name asked for must be the certificate’s', async () => {
    await makeDemoCertificates({ folder: folder.path, names: ['police', 'bank-industry'] });
    const [police, bank] = [readCertificate(folder.path, 'police'), readCertificate(folder.path, 'bank-industry')];
    expect(await handshake(bank, police, 'bank-farming')).toBe('client refused: ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('are refused when another authority made them, in both directions', async () => {
    await makeDemoCertificates({ folder: folder.file('ours'), names: ['police'] });
    await makeDemoCertificates({ folder: folder.file('foreign'), names: ['police'] });
    const ours = readCertificate(folder.file('ours'), 'police');
    const foreign = readCertificate(folder.file('foreign'), 'police');
    expect(await handshake(ours, { ...foreign, ca: ours.ca }, 'police')).toBe('server refused: UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await handshake(foreign, ours, 'police')).toBe('client refused: SELF_SIGNED_CERT_IN_CHAIN'); // it sends its authority along
    expect(await handshake(ours, { ca: ours.ca }, 'police')).toMatch(/^server refused: .*CERTIFICATE/);
  });

  it('are refused from the moment they expire', async () => {
    await makeDemoCertificates({ folder: folder.path, names: ['police', 'bank-industry'] });
    const police = readCertificate(folder.path, 'police');
    await makeDemoCertificates({ folder: folder.path, names: ['bank-industry'], notAfter: new Date(Date.now() - 1_000) });
    const expired = readCertificate(folder.path, 'bank-industry');
    expect(await handshake(expired, police, 'bank-industry')).toBe('client refused: CERT_HAS_EXPIRED');
    expect(await handshake(police, expired, 'police')).toBe('server refused: CERT_HAS_EXPIRED');
    await makeDemoCertificates({ folder: folder.path, names: ['bank-industry'] });
    const renewed = readCertificate(folder.path, 'bank-industry');
    expect(await handshake(renewed, police, 'bank-industry')).toBe('client police');
  });

  it('stay as they are when they are asked for again, also twice at once', async () => {
    const names = ['police', 'bank-industry'];
    await Promise.all([makeDemoCertificates({ folder: folder.path, names }), makeDemoCertificates({ folder: folder.path, names })]);
    const before = names.map((name) => readCertificate(folder.path, name));
    await makeDemoCertificates({ folder: folder.path, names: [...names, 'gateway'] });
    expect(names.map((name) => readCertificate(folder.path, name))).toEqual(before);
    expect(readCertificate(folder.path, 'gateway').ca).toBe(before[0]?.ca);
  });

  it('are renewed on their last day', async () => {
    await makeDemoCertificates({ folder: folder.path, names: ['police'], validDays: 0.9 });
    const shortLived = readCertificate(folder.path, 'police');
    await makeDemoCertificates({ folder: folder.path, names: ['police'], validDays: 30 });
    expect(readCertificate(folder.path, 'police').cert).not.toBe(shortLived.cert);
  });

  it('keep their private keys for the owner alone', async () => {
    await makeDemoCertificates({ folder: folder.path, names: ['police'] });
    const mode = (name: string) => (statSync(folder.file(name)).mode & 0o777).toString(8);
    expect(['ca-key.pem', 'police/key.pem', 'police/bundle.pem'].map(mode)).toEqual(['600', '600', '600']);
    expect(readdirSync(folder.file('police')).sort()).toEqual(['bundle.pem', 'cert.pem', 'key.pem']);
    const { ca, cert, key } = readCertificate(folder.path, 'police');
    expect(readFileSync(folder.file('police/bundle.pem'), 'utf8')).toBe(key + cert + ca);
  });

  it('never replace an authority that keeps its key elsewhere', async () => {
    await makeDemoCertificates({ folder: folder.path, names: ['police'] });
    rmSync(folder.file('ca-key.pem'));
    const before = readCertificate(folder.path, 'police');
    await makeDemoCertificates({ folder: folder.path, names: ['police'] });
    await expect(makeDemoCertificates({ folder: folder.path, names: ['police', 'gateway'] })).rejects.toThrow(/whose key is not here/);
    expect(readCertificate(folder.path, 'police')).toEqual(before);
  });

  it('are made for plain names only, and missing ones are named', async () => {
    await expect(makeDemoCertificates({ folder: folder.path, names: ['../police'] })).rejects.toThrow(/lower case letters/);
    expect(() => readCertificate(folder.path, 'police')).toThrow(expect.objectContaining({ code: 'CERTIFICATE_MISSING' }));
  });
});
