import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import {
  type CivilDate,
  type ComputedFigures,
  type EventId,
  type LaidOut,
  type Language,
  type Owner,
  type PublicationId,
  type Reach,
  type RuleSet,
  frozenPaper,
  isFigureId,
  isSealedFigure,
  isStreamId,
  nextSteps,
  owners,
  streamOfEvent,
} from '@casetrail/domain';
import { Ledger, leafHash, leafOf } from '@casetrail/ledger';
import { Figures, InvalidCursor, type ProvenLeaf, type PublicationFile, Publications, positionOfEvent, printedValues, receiptOf } from '@casetrail/readmodel';
import { FigureReader } from '../figure/figure-reader.ts';
import { Problem, unknownRecord } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import { areSealed, isEventHidden, isFigureHidden } from '../view/sight.ts';

export class ListPublications extends Query<Answer<'Publications'>> {
  constructor(readonly page: { readonly after?: string | undefined; readonly limit?: number | undefined }) {
    super();
  }
}
export class ReadPublication extends Query<Answer<'PublicationFile'>> {
  constructor(
    readonly id: PublicationId,
    readonly reach: Reach,
  ) {
    super();
  }
}
/** The paper, and the publication that has replaced it. */
export type FrozenPaper = { readonly paper: Answer<'PublishedPaper'>; readonly laidOut: LaidOut; readonly restatedBy?: PublicationId | undefined };
export class ReadPaper extends Query<FrozenPaper> {
  constructor(
    readonly id: PublicationId,
    readonly language: Language,
  ) {
    super();
  }
}
export class ReadReceipt extends Query<Answer<'FigureReceipt'>> {
  constructor(
    readonly id: PublicationId,
    readonly figure: string,
    readonly reach: Reach,
  ) {
    super();
  }
}
export class ProveEvent extends Query<Answer<'FigureProof'>> {
  constructor(
    readonly id: PublicationId,
    readonly figure: string,
    readonly event: EventId,
    readonly reach: Reach,
  ) {
    super();
  }
}

/** What every query about a publication does alike. */
@Injectable()
class PublicationReader extends FigureReader {
  constructor(
    figures: Figures,
    ledger: Ledger,
    protected readonly publications: Publications,
  ) {
    super(figures, ledger);
  }

  protected async file(id: PublicationId): Promise<PublicationFile> {
    const file = await this.publications.one(id);
    if (!file) throw unknownRecord('publication');
    return file;
  }

  protected figureIn(
    { computed, published }: PublicationFile,
    figure: string,
  ): { readonly figures: ComputedFigures; readonly one: ComputedFigures['figures'][number] } {
    if (!computed || !published) throw new Problem('publication/not-published');
    const one = computed.figures.figures.find(({ figure: id }) => id === figure);
    if (!one) throw new Problem('figure/is-unknown', 'The publication prints no figure of this name.');
    return { figures: computed.figures, one };
  }
}

function rowOf({ id, version, state, drafted, computed, published }: PublicationFile): Answer<'PublicationFile'>['publication'] {
  const { status, asOf, ruleSet, restates, restatedBy } = state;
  return {
    id,
    version,
    status: status as Exclude<typeof status, 'unknown'>, // whatever is in the ledger began
    asOf: asOf as CivilDate,
    ruleSet: ruleSet as RuleSet,
    ...(restates && { restates }),
    ...(restatedBy && { restatedBy }),
    draftedOn: drafted.occurredOn,
    ...(published && { publishedOn: published.occurredOn }),
    ...(computed && { ledger: computed.figures.ledger }),
    certified: { by: Object.keys(state.certified).length, of: state.owners.length },
  };
}

@QueryHandler(ListPublications)
class ListPublicationsHandler extends PublicationReader implements IQueryHandler<ListPublications> {
  async execute({ page }: ListPublications) {
    const { items, next } = await this.publications.list(page).catch((error: unknown) => {
      throw error instanceof InvalidCursor ? invalid([{ path: 'after', code: 'invalid-format', message: 'is no place in this list' }], 'query') : error;
    });
    return { items: items.map(rowOf), next };
  }
}

@QueryHandler(ReadPublication)
class ReadPublicationHandler extends PublicationReader implements IQueryHandler<ReadPublication> {
  async execute({ id, reach }: ReadPublication) {
    const file = await this.file(id);
    const { figures: computed } = file.computed ?? {};
    const { figures = [], months = [], annex = [], checks = [], exceptions = [] } = computed ?? {};
    return {
      publication: rowOf(file),
      ...(computed && { synthetic: computed.synthetic }),
      figures: figures.map((one) => shownTo(reach, one.rule, one)),
      ...{ months, annex, checks, exceptions },
      ...(computed?.previous && { comparedWith: computed.previous }),
      certification: file.state.owners.map((agency) => certificationOf(file, agency)),
      ...(file.withdrawn && { withdrawn: { on: file.withdrawn.occurredOn, ground: file.withdrawn.ground } }),
      next: nextSteps(file.state),
    };
  }
}

/** What a figure is made of, for those to whom it is sealed: how many it says there are. */
function shownTo<T extends { readonly events?: number | undefined; readonly root?: string | undefined }>(reach: Reach, rule: string, whole: T) {
  if (!isFigureId(rule) || !isFigureHidden(rule, reach)) return whole;
  const { events: _, root: __, ...shown } = whole;
  return shown;
}

function certificationOf({ certified }: PublicationFile, agency: Owner): Answer<'PublicationFile'>['certification'][number] {
  const found = certified.find((one) => one.agency === agency);
  return { agency, name: owners[agency], ...(found && { certifiedOn: found.occurredOn, org: found.org }) };
}

@QueryHandler(ReadPaper)
class ReadPaperHandler extends PublicationReader implements IQueryHandler<ReadPaper> {
  async execute({ id, language }: ReadPaper): Promise<FrozenPaper> {
    const { state, computed, certified, published } = await this.file(id);
    if (!computed) throw new Problem('publication/not-computed');
    const { figures } = computed;
    const { ruleSet, synthetic, months, annex, checks, exceptions, ledger } = figures;
    const asOf = state.asOf as CivilDate;
    const publishedOn = published?.occurredOn;
    const certifiedBy = certified.map(({ agency }) => agency);
    return {
      paper: {
        ...{ publication: id, asOf, ruleSet, synthetic, language },
        paragraphs: figures.text[language],
        values: printedValues(figures),
        ...{ months, annex, checks, exceptions },
        foot: { ledger, ...(publishedOn && { publishedOn }), certifiedBy },
      },
      laidOut: frozenPaper({ id, asOf, publishedOn, certifiedBy, figures }, language),
      restatedBy: state.restatedBy,
    };
  }
}

@QueryHandler(ReadReceipt)
class ReadReceiptHandler extends PublicationReader implements IQueryHandler<ReadReceipt> {
  async execute({ id, figure, reach }: ReadReceipt) {
    const file = await this.file(id);
    const { one } = this.figureIn(file, figure);
    const receipt = (await receiptOf(this.ledger.pool, file, figure)) as Answer<'FigureReceipt'>; // it is published, and prints the figure
    return shownTo(reach, one.rule, receipt);
  }
}

@QueryHandler(ProveEvent)
class ProveEventHandler extends PublicationReader implements IQueryHandler<ProveEvent> {
  async execute({ id, figure, event, reach }: ProveEvent): Promise<Answer<'FigureProof'>> {
    const file = await this.file(id);
    const { figures, one } = this.figureIn(file, figure);
    if (!isFigureId(one.rule)) throw new Problem('publication/counted-by-other-rules');
    if (isFigureHidden(one.rule, reach)) throw areSealed();
    const at = isStreamId(streamOfEvent(event)) && !isEventHidden(event, reach) ? await positionOfEvent(this.ledger.pool, event) : undefined;
    if (at === undefined) throw new Problem('event/is-unknown');

    const known = (isSealedFigure(one.rule) && figures.released) || { asOf: file.state.asOf as CivilDate, position: figures.position };
    const found = await this.counted(this.figures.membership(one.rule, known, at));
    const root = found.root.toString('base64');
    if (root !== one.root) throw new Problem('publication/counted-by-other-rules');
    const tree = { publication: id, figure, event, size: found.size, root };
    if (found.isInside) return { isInside: true, ...tree, ...shown(found) };
    return { isInside: false, ...tree, at, ...(found.before && { before: shown(found.before) }), ...(found.after && { after: shown(found.after) }) };
  }
}

function shown({ index, event, proof }: ProvenLeaf) {
  return {
    index,
    position: event.position,
    recordedAt: String(event.recordedAt),
    hash: event.hash.toString('hex'),
    leaf: leafHash(leafOf(event)).toString('base64'),
    proof: proof.map((hash) => hash.toString('base64')),
  };
}

export const publicationQueries = [ListPublicationsHandler, ReadPublicationHandler, ReadPaperHandler, ReadReceiptHandler, ProveEventHandler];
