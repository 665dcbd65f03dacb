/** How one combined node of a cluster is set up; the rest stands in infra/kafka/server.properties. */
export interface NodeSettings {
  /** 1, 2, 3. */
  readonly nodeId: number;
  /** One for each node, in order. */
  readonly ports: readonly NodePorts[];
  readonly dataFolder: string;
  readonly keyStore: string;
  readonly trustStore: string;
  readonly sessionTimeoutMs: number;
}

export interface NodePorts {
  readonly client: number;
  readonly controller: number;
}

/** The template’s words filled in. Throws on a word that nobody knows. */
export function serverProperties(template: string, settings: NodeSettings): string {
  const { nodeId, ports, dataFolder, keyStore, trustStore, sessionTimeoutMs } = settings;
  const own = ports[nodeId - 1];
  if (!own) throw new Error(`No ports for node ${nodeId}`);
  const replication = Math.min(3, ports.length);
  const words: Readonly<Record<string, string | number>> = {
    nodeId,
    voters: ports.map(({ controller }, index) => `${index + 1}@127.0.0.1:${controller}`).join(','),
    dataFolder: escaped(dataFolder),
    clientPort: own.client,
    controllerPort: own.controller,
    keyStore: escaped(keyStore),
    trustStore: escaped(trustStore),
    replication,
    inSyncMin: inSyncMin(replication),
    // One city has some forty groups: more partitions would only make a start slower.
    internalPartitions: replication === 1 ? 1 : 3,
    sessionTimeoutMs,
    heartbeatMs: Math.max(200, Math.floor(sessionTimeoutMs / 6)),
    ...(replication === 1
      ? { electionTimeoutMs: 1_000, fetchTimeoutMs: 2_000, replicaLagMs: 30_000 }
      : { electionTimeoutMs: 500, fetchTimeoutMs: 1_000, replicaLagMs: 3_000 }),
  };
  return template.replaceAll(/@(\w+)@/g, (_, word: string) => {
    const value = words[word];
    if (value === undefined) throw new Error(`server.properties asks for @${word}@, which nothing sets`);
    return String(value);
  });
}

/** How many of them must have a fact before it counts as sent: all but one. */
function inSyncMin(replication: number): number {
  return Math.max(1, replication - 1);
}

/** Java’s properties take a backslash for an escape. */
function escaped(path: string): string {
  return path.replaceAll('\\', '\\\\');
}
