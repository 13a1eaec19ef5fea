import { type Owner, owners } from '../figures/figure.ts';
import type { Language } from '../figures/printing.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import type { ComputedFigures } from './publication-messages.ts';
import type { PublicationId } from './publication.ts';

/** What a published paper stands on. Agencies certify it, not persons. */
export type Foot = {
  readonly id: PublicationId;
  /** Left out: it is not published. */
  readonly publishedOn?: CivilDate | undefined;
  readonly certifiedBy: readonly Owner[];
  readonly figures: Pick<ComputedFigures, 'ledger' | 'exceptions'>;
};

const words = {
  publication: { zh: '公布编号', en: 'Publication' },
  publishedOn: { zh: '公布日期', en: 'Published on' },
  unpublished: { zh: '尚未公布', en: 'Not published' },
  certifiedBy: { zh: '核定机关', en: 'Certified by' },
  ledger: { zh: '账本', en: 'Ledger' },
  size: { zh: '事件数', en: 'Events' },
  root: { zh: '根', en: 'Root' },
  exception: { zh: '勾稽例外', en: 'Signed exception' },
} as const;

/** The lines under a paper: name and value. */
export function footOf({ id, publishedOn, certifiedBy, figures: { ledger, exceptions } }: Foot, language: Language): readonly (readonly [string, string])[] {
  const names = certifiedBy.map((agency) => owners[agency][language]);
  return [
    [words.publication[language], id],
    [words.publishedOn[language], publishedOn ?? words.unpublished[language]],
    ...(names.length > 0 ? [[words.certifiedBy[language], names.join(language === 'zh' ? '、' : '; ')] as const] : []),
    [words.ledger[language], ledger.origin],
    [words.size[language], String(ledger.size)],
    [words.root[language], ledger.root],
    ...exceptions.map(({ check, exception }) => [words.exception[language], `${check}: ${exception}`] as const),
  ];
}
