import { describe, expect, it } from '@jest/globals';
import { noteSigner, noteVerifier, readCheckpoint, signCheckpoint, splitNotes, verifyCheckpoint } from './checkpoint.ts';

const seed = new Uint8Array(32).fill(1);
const police = noteSigner('interlock/demo/police', seed);
const office = noteSigner('office', new Uint8Array(32).fill(2));
const root = Buffer.from('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328', 'hex');
const checkpoint = { origin: 'interlock/demo/police', size: 8, root };
const note = signCheckpoint(checkpoint, police);
const ours = [noteVerifier(police.verifierKey)];

describe('a checkpoint (C2SP tlog-checkpoint, signed-note)', () => {
  it('is origin, size and root, and a line of its signer', () => {
    const [origin, size, base64, empty, line, end] = note.split('\n');
    expect([origin, size, base64, empty, end]).toEqual(['interlock/demo/police', '8', root.toString('base64'), '', '']);
    expect(line).toMatch(/^— interlock\/demo\/police [A-Za-z0-9+/]+=*$/);
    expect(verifyCheckpoint(note, ours)).toEqual({ ok: true, checkpoint, signedBy: ['interlock/demo/police'] });
    expect(readCheckpoint(note)).toEqual(checkpoint);
  });

  it('verifies the example that the specification of signed notes gives', () => {
    const verifier = noteVerifier('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const example = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const signature = Buffer.from('x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=', 'base64');
    expect(Buffer.from(verifier.keyId)).toEqual(signature.subarray(0, 4));
    expect(verifier.verify(example, signature.subarray(4))).toBe(true);
    expect(verifier.verify(`${example} `, signature.subarray(4))).toBe(false);
  });

  it('is forged when any of its own text differs', () => {
    for (const forged of [note.replace('\n8\n', '\n9\n'), note.replace('demo/police\n', 'demo/polica\n'), note.replace('Xcna', 'Xcnb')]) {
      expect(forged).not.toBe(note);
      expect(verifyCheckpoint(forged, ours)).toEqual({ ok: false, code: 'NOTE_FORGED' });
    }
  });

  it('counts only known keys, and refuses a misused one beside a good one', () => {
    const both = signCheckpoint(checkpoint, office, police);
    expect(verifyCheckpoint(both, ours)).toMatchObject({ ok: true, signedBy: ['interlock/demo/police'] });
    expect(verifyCheckpoint(both, [...ours, noteVerifier(office.verifierKey)])).toMatchObject({
      signedBy: ['office', 'interlock/demo/police'],
    });
    expect(verifyCheckpoint(note, [noteVerifier(office.verifierKey)])).toEqual({ ok: false, code: 'NOTE_NOT_SIGNED' });
    const sameName = noteSigner('interlock/demo/police', new Uint8Array(32).fill(3));
    expect(verifyCheckpoint(signCheckpoint(checkpoint, sameName), ours)).toEqual({ ok: false, code: 'NOTE_NOT_SIGNED' });
    const [, , , , line = ''] = signCheckpoint({ ...checkpoint, size: 9 }, office).split('\n');
    expect(verifyCheckpoint(`${note}${line}\n`, [...ours, noteVerifier(office.verifierKey)])).toEqual({ ok: false, code: 'NOTE_FORGED' });
  });

  it.each(['', 'x', note.slice(0, -1), note.replace('\n8\n', '\n08\n'), note.replace('\n8\n', '\n-1\n'), note.replace('\n\n', '\n')])(
    'is not what cannot be read (%#)',
    (text) => {
      expect(verifyCheckpoint(text, ours)).toEqual({ ok: false, code: 'NOTE_MALFORMED' });
    },
  );

  it('stands in a file after others, the last perhaps torn', () => {
    const second = signCheckpoint({ ...checkpoint, size: 9 }, office, police);
    expect(splitNotes(note + second)).toEqual({ notes: [note, second], end: note.length + second.length });
    expect(splitNotes(note + second.slice(0, 40))).toEqual({ notes: [note], end: note.length });
    expect(splitNotes('')).toEqual({ notes: [], end: 0 });
  });
});

describe('a verifier key', () => {
  it('is refused when it is mistyped or of another algorithm', () => {
    expect(() => noteVerifier(police.verifierKey.replace('police', 'polica'))).toThrow(RangeError);
    expect(() => noteVerifier('office')).toThrow(RangeError);
    expect(() => noteSigner('two words', seed)).toThrow(RangeError);
  });
});
