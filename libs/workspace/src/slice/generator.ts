import { formatFiles, names, type Tree } from '@nx/devkit';
import { decider, events, publish, type SliceNames, spec, view } from './templates.ts';

export interface SliceOptions {
  /** The stream, in the officers' own word: `witness-note`. */
  readonly name: string;
  /** The agency's library: `police`, or its package name. */
  readonly project: string;
}

/**
 * Makes the folder of a new stream. What it makes compiles, and its test fails: the rule of the slice has no number yet, and the decider
 * allows what the test forbids. A slice that was green before anybody wrote its rule would stay so.
 */
export async function slice(tree: Tree, options: SliceOptions): Promise<void> {
  const library = options.project.replace(/^@interlock\//, '');
  const root = `libs/${library}`;
  if (!tree.exists(`${root}/package.json`)) throw new Error(`There is no library ${root}`);
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(options.name)) throw new Error(`"${options.name}" is not a name like witness-note`);
  const { className, propertyName, fileName } = names(options.name);
  const folder = `${root}/src/${fileName}`;
  if (tree.exists(folder)) throw new Error(`${folder} is there already`);
  const slice: SliceNames = { library, fileName, className, propertyName, words: fileName.replaceAll('-', ' ') };
  tree.write(`${folder}/${fileName}.events.ts`, events(slice));
  tree.write(`${folder}/${fileName}.decider.ts`, decider(slice));
  tree.write(`${folder}/open-${fileName}s.view.ts`, view(slice));
  tree.write(`${folder}/${fileName}.publish.ts`, publish(slice));
  tree.write(`${folder}/${fileName}.decider.spec.ts`, spec(slice));
  await formatFiles(tree);
}
