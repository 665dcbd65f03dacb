import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Service } from 'kubernetes-models/v1/Service';
import typescript from 'typescript';
import { type Manifest } from './kustomize.suite.ts';

/** The kinds in use, as kubernetes-models has them from Kubernetes’ own OpenAPI document. */
const KINDS: Readonly<Record<string, { readonly from: string; readonly make: (manifest: unknown) => { validate(): void } }>> = {
  Deployment: { from: 'apps/v1', make: made(Deployment) },
  Job: { from: 'batch/v1', make: made(Job) },
  NetworkPolicy: { from: 'networking.k8s.io/v1', make: made(NetworkPolicy) },
  PodDisruptionBudget: { from: 'policy/v1', make: made(PodDisruptionBudget) },
  ConfigMap: { from: 'v1', make: made(ConfigMap) },
  Namespace: { from: 'v1', make: made(Namespace) },
  PersistentVolumeClaim: { from: 'v1', make: made(PersistentVolumeClaim) },
  Service: { from: 'v1', make: made(Service) },
};

function made(Kind: new (data: never) => { validate(): void }): (manifest: unknown) => { validate(): void } {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- whether it is one is what `validate` says
  return (manifest) => new Kind(manifest as never);
}

/** What the schema of its kind says against a manifest: missing fields and values of another type. */
export function schemaProblem(manifest: Manifest): string | undefined {
  const known = KINDS[manifest.kind];
  if (known?.from !== manifest.apiVersion) return `${manifest.apiVersion} ${manifest.kind} is not a kind in use`;
  try {
    known.make(manifest).validate();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Names of files that exist for the compiler only. */
const CHECKED = join(import.meta.dirname, 'manifests.checked.ts');

/** Fields that no kind has: Kubernetes’ schema lets them pass, its types do not. One run of the compiler for all manifests. */
export function unknownFields(manifests: readonly Manifest[]): readonly string[] {
  const kinds = Object.entries(KINDS).map(([kind, { from }]) => `import { type I${kind} } from 'kubernetes-models/${from}/${kind}';`);
  const constants = manifests.map((one, index) => `export const m${String(index)}: I${one.kind} = ${JSON.stringify(one)};`);
  const text = [...kinds, ...constants].join('\n');
  const options: typescript.CompilerOptions = {
    ...{ module: typescript.ModuleKind.NodeNext, moduleResolution: typescript.ModuleResolutionKind.NodeNext },
    ...{ target: typescript.ScriptTarget.ES2022, strict: true, noEmit: true, skipLibCheck: true, types: [] },
  };
  const host = typescript.createCompilerHost(options);
  const program = typescript.createProgram([CHECKED], options, {
    ...host,
    fileExists: (file) => file === CHECKED || host.fileExists(file),
    readFile: (file) => (file === CHECKED ? text : host.readFile(file)),
    getSourceFile: (file, language) =>
      file === CHECKED ? typescript.createSourceFile(file, text, language) : host.getSourceFile(file, language),
  });
  const source = program.getSourceFile(CHECKED);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return found.map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, '\n'));
}
