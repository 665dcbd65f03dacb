import { type LaneFact, type Node, type NodeReply, type Watermark, LANE_PAGE_FACTS_MAX } from '@interlock/kernel';
import { Body, Controller, Get, HttpCode, HttpStatus, Inject, Param, Post, Query } from '@nestjs/common';
import { answerCommand, answerQuery } from '../nodes/answer-request.ts';
import { type Nodes, type VerifyFor, NODES, VERIFY_FOR } from '../nodes/nodes.ts';
import { CalledBy, CallerName, EDGES } from './called-by.ts';
import { refuse } from './peer-refusal.ts';
import { answerAsSent, numberIn, readRequest } from './wire.ts';

/** What a node answers who is asked for a key: its own record of the grant decides, and a destroyed key stays destroyed. */
export type KeyFor = (node: string, keyId: string, recipient: string) => Promise<Uint8Array | 'not-granted' | 'destroyed' | undefined>;

export const KEY_FOR = Symbol('key for a recipient');

interface Span {
  readonly after: number;
  readonly limit: number;
  readonly epoch: number;
}

/** What other processes ask of the nodes here (architecture.md 2). Who may ask what stands on each route. */
@Controller('nodes/:node')
export class PeersController {
  constructor(
    @Inject(NODES) private readonly nodes: Nodes,
    @Inject(VERIFY_FOR) private readonly verify: VerifyFor,
    @Inject(KEY_FOR) private readonly keyFor: KeyFor,
  ) {}

  /** The node verifies the person’s token itself: the edge is only the way that it came. */
  @Post('commands')
  @HttpCode(HttpStatus.OK)
  @CalledBy({ names: EDGES })
  async command(@Param('node') code: string, @Body() sent: unknown): Promise<Readonly<Record<string, unknown>>> {
    return answerAsSent(await answerCommand(this.nodeNamed(code), requestIn(sent), this.verify));
  }

  @Post('queries')
  @HttpCode(HttpStatus.OK)
  @CalledBy({ names: EDGES })
  async query(@Param('node') code: string, @Body() sent: unknown): Promise<NodeReply> {
    return answerQuery(this.nodeNamed(code), requestIn(sent), this.verify);
  }

  /** The gap fetch: what the node told `to`, which only `to` may read. */
  @Get('lanes/:to')
  @CalledBy({ param: 'to' })
  async lane(
    @Param('node') code: string,
    @Param('to') to: string,
    @Query() query: Readonly<Record<string, string>>,
  ): Promise<{ readonly facts: readonly LaneFact[] }> {
    const { after, limit, epoch } = spanIn(query);
    return { facts: await this.nodeNamed(code).lanes.source.fetch({ from: code, to, epoch }, after, limit) };
  }

  /** Where the node stands, and how far it has told `to`: for a process of `to` to which the transport does not tell it. */
  @Get('lanes/:to/watermark')
  @CalledBy({ param: 'to' })
  async watermark(@Param('node') code: string, @Param('to') to: string): Promise<{ readonly watermark: Watermark }> {
    return { watermark: await this.nodeNamed(code).lanes.source.watermark({ from: code, to }) };
  }

  /** What the node holds of what `from` told it: for a source that was restored from an older backup, and for nobody else. */
  @Get('held/:from')
  @CalledBy({ param: 'from' })
  async held(
    @Param('node') code: string,
    @Param('from') from: string,
    @Query() query: Readonly<Record<string, string>>,
  ): Promise<{ readonly facts: readonly LaneFact[] }> {
    const { after, limit, epoch } = spanIn(query);
    return { facts: await this.nodeNamed(code).lanes.held.held({ from, to: code, epoch }, after, limit) };
  }

  /** A key for whom it was granted to. A stranger hears the same of a key that is gone, and of one that never was. */
  @Get('keys/:keyId')
  @CalledBy({ byRecord: true })
  async key(
    @Param('node') code: string,
    @Param('keyId') keyId: string,
    @CallerName() recipient: string,
  ): Promise<{ readonly key: string }> {
    const node = this.nodeNamed(code);
    const isGranted = KEY_ID.test(keyId) && (await node.keyGranted(keyId, recipient));
    if (!isGranted) refuse(HttpStatus.NOT_FOUND, 'NOT_GRANTED', { recipient });
    const key = await this.keyFor(code, keyId, recipient);
    if (key === 'destroyed') refuse(HttpStatus.GONE, 'KEY_DESTROYED');
    if (key === 'not-granted' || key === undefined) refuse(HttpStatus.NOT_FOUND, 'NOT_GRANTED', { recipient });
    return { key: Buffer.from(key).toString('base64url') };
  }

  private nodeNamed(code: string): Node {
    return this.nodes.get(code) ?? refuse(HttpStatus.NOT_FOUND, 'NODE_UNAVAILABLE', { reason: 'NOT_HERE' });
  }
}

const KEY_ID = /^[0-9a-f-]{36}$/;
const EPOCHS_MAX = 1_000_000;

function requestIn(sent: unknown) {
  const read = readRequest(sent);
  return read.ok ? read.request : refuse(HttpStatus.BAD_REQUEST, 'BAD_REQUEST', { path: read.path });
}

function spanIn(query: Readonly<Record<string, string>>): Span {
  const after = numberIn(query['after'], { min: -1, max: Number.MAX_SAFE_INTEGER, unset: -1 });
  const limit = numberIn(query['limit'], { min: 1, max: LANE_PAGE_FACTS_MAX, unset: LANE_PAGE_FACTS_MAX });
  const epoch = numberIn(query['epoch'], { min: 1, max: EPOCHS_MAX, unset: 1 });
  if (after === undefined) return refuse(HttpStatus.BAD_REQUEST, 'BAD_REQUEST', { path: 'after' });
  if (limit === undefined) return refuse(HttpStatus.BAD_REQUEST, 'BAD_REQUEST', { path: 'limit' });
  if (epoch === undefined) return refuse(HttpStatus.BAD_REQUEST, 'BAD_REQUEST', { path: 'epoch' });
  return { after, limit, epoch };
}
