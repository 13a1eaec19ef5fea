import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, type ProblemCode, consistencyQuery, inclusionQuery, ledgerPosition } from '@casetrail/contracts';
import { readTilePath } from '@casetrail/ledger';
import { Uncounted } from '../http/authentication.guard.ts';
import { Public } from '../http/policy.ts';
import { Problem } from '../http/problem.ts';
import { invalid, noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { ConsistencyProof, InclusionProof, NewestCheckpoint, ProofOfEvent, SealKey, SealedTile } from './seal.queries.ts';

const described = { tag: 'Seal', isPublic: true } as const;
const problems: readonly ProblemCode[] = ['request/invalid', 'ledger/not-sealed-yet', 'service/database-unavailable'];
const counted: readonly ProblemCode[] = ['request/too-many', ...problems];
const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
/** What never changes may be kept for ever; a checkpoint is followed by another one in a second. */
const caching = { checkpoint: 'public, max-age=2', key: 'public, max-age=60', tile: 'public, max-age=31536000, immutable' } as const;

/**
 * The seal of the ledger, for everybody: it tells when something was recorded, and never what or about whom. Checkpoints, tiles and entries are
 * laid out as C2SP tlog-tiles has it, with the prefix /v1/ledger.
 */
@Public()
@Controller('/v1/ledger')
export class SealController {
  constructor(private readonly queries: QueryBus) {}

  @Get('checkpoint')
  @Uncounted()
  @describeRead({
    ...described,
    summary: 'The newest signed head of the tree over the ledger',
    types: ['text/plain'],
    problems,
    description: 'A signed note (C2SP tlog-checkpoint): the origin, how many events there are, the root; and the signature, which the public key checks.',
  })
  async checkpoint(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    noQuery(request);
    const note = await this.queries.execute(new NewestCheckpoint());
    void reply.type(TEXT).header('cache-control', caching.checkpoint);
    return note;
  }

  @Get('key')
  @Uncounted()
  @describeRead({
    ...described,
    summary: 'The public key that the checkpoints are signed with',
    types: ['text/plain'],
    problems,
    description: 'As `<origin>+<id>+<key>`. Whoever wants to be sure compares it with the key that was published elsewhere.',
  })
  async key(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    noQuery(request);
    const key = await this.queries.execute(new SealKey());
    void reply.type(TEXT).header('cache-control', caching.key);
    return key;
  }

  @Get('tile/*')
  @Uncounted()
  @ApiParam({ name: 'path', schema: { type: 'string' }, example: '0/000.p/8' })
  @describeRead({
    ...described,
    summary: 'A tile of the tree, or the leaves below it',
    types: [BYTES],
    problems: ['tile/is-unknown', ...problems],
    description: 'C2SP tlog-tiles: `{level}/{index}` holds 256 hashes, `{level}/{index}.p/{width}` the first of them; `entries/{index}` holds the leaves.',
  })
  async tile(@Param('*') path: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    noQuery(request);
    const tile = readTilePath(`tile/${path}`);
    if (!tile) throw new Problem('tile/is-unknown');
    const bytes = await this.queries.execute(new SealedTile(tile));
    void reply.header('cache-control', caching.tile);
    return new StreamableFile(bytes, { type: BYTES, length: bytes.length });
  }

  @Get('proofs/inclusion')
  @describeRead({
    ...described,
    summary: 'The proof that an event is in the tree of some size',
    query: inclusionQuery,
    response: 'InclusionProof',
    problems: ['ledger/beyond-ledger', ...counted],
  })
  inclusion(@Req() { query }: FastifyRequest): Promise<Answer<'InclusionProof'>> {
    const { position, size } = valid(inclusionQuery, query, 'query');
    if (size !== undefined && position > size) throw invalid([{ path: 'position', code: 'too-big', message: 'must not be above size' }], 'query');
    return this.queries.execute(new InclusionProof(position, size));
  }

  @Get('proofs/consistency')
  @describeRead({
    ...described,
    summary: 'The proof that the tree of some size begins with a smaller one',
    query: consistencyQuery,
    response: 'ConsistencyProof',
    problems: ['ledger/beyond-ledger', ...counted],
  })
  consistency(@Req() { query }: FastifyRequest): Promise<Answer<'ConsistencyProof'>> {
    const { from, size } = valid(consistencyQuery, query, 'query');
    if (size !== undefined && from > size) throw invalid([{ path: 'from', code: 'too-big', message: 'must not be above size' }], 'query');
    return this.queries.execute(new ConsistencyProof(from, size));
  }

  @Get('events/:position/proof')
  @describeRead({
    ...described,
    summary: 'All that proves one event, to be checked with the public key alone',
    types: ['text/plain'],
    problems: ['event/is-unknown', ...counted],
    description: 'C2SP tlog-proof, with the newest checkpoint. The extra data are the leaf, which holds the SHA-256 of the stored bytes.',
  })
  async proof(@Param('position') position: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    noQuery(request);
    const at = ledgerPosition.safeParse(position);
    if (!at.success) throw new Problem('event/is-unknown');
    const proof = await this.queries.execute(new ProofOfEvent(at.data));
    void reply.type(TEXT);
    return proof;
  }
}
