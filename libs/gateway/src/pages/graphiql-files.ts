import { createRequire } from 'node:module';
import { dirname } from 'node:path';

export interface PackageFile {
  readonly folder: string;
  readonly file: string;
}

interface Source {
  /** The manifest of the package; looked up when the file is asked for: a start reads nothing. */
  readonly manifest: () => string;
  readonly file: string;
}

const require = createRequire(import.meta.url);
const react = (): string => require.resolve('react/package.json');
const reactDom = (): string => require.resolve('react-dom/package.json');
const graphiql = (): string => require.resolve('graphiql/package.json');

/**
 * GraphiQL and what it stands on, as their makers built them for a page: one script each, nothing loaded from elsewhere.
 * What GraphiQL depends on lies inside its script already: the root manifest’s `overrides` keep those 35 MB from being installed as well.
 */
const SOURCES: Readonly<Record<string, Source>> = {
  'react.js': { manifest: react, file: 'umd/react.production.min.js' },
  'react-dom.js': { manifest: reactDom, file: 'umd/react-dom.production.min.js' },
  'graphiql.js': { manifest: graphiql, file: 'graphiql.min.js' },
  'graphiql.css': { manifest: graphiql, file: 'graphiql.min.css' },
};

/** Where an installed file lies that the page asks for by this name. */
export function graphiqlFile(name: string): PackageFile | undefined {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  return source && { folder: dirname(source.manifest()), file: source.file };
}
