import { KeyStoreError, examineKeyFile, readSecret } from '@interlock/trust';
import { type CityFiles } from './city-files.ts';
import { type Finding } from './finding.ts';

/** Damage there shows otherwise only when somebody opens what is sealed, or when a start refuses the node. */
export function findingsOfKeys({ folder, roster, onServer }: CityFiles): readonly Finding[] {
  return [...roster.map(({ code }) => code), ...onServer].flatMap((node) => {
    try {
      examineKeyFile({ node, file: folder.keys(node), masterKey: readSecret(folder.masterKey(node)) });
      return [];
    } catch (error) {
      const code = error instanceof KeyStoreError ? error.code : 'KEYS_UNREADABLE';
      const todo = `stop the city and put ${folder.keys(node)} and its master key back, both from one backup; the log stays as it is`;
      return [{ code, about: node, message: error instanceof Error ? error.message : String(error), todo }];
    }
  });
}
