import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';
import { nameOfCommand } from '../command/catalogue.ts';
import { codeName } from '../text/code-names.ts';
import { caseName, groupName, recordName } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { Listing } from '../ui/section.tsx';

type Case = Answer<'CriminalCase'>;
type Group = Answer<'CrimeGroup'>;
type Other = Answer<'Record'>;
type Titled<R> = { readonly of: readonly R[]; readonly title?: string };

export function Cases({ of, title }: Titled<Case>) {
  const { t, say } = useSettings();
  const lines = of.map((one) => ({
    id: one.id,
    line: (
      <>
        <RecordLink id={one.id}>
          <span lang="zh-CN">{caseName(one)}</span>
        </RecordLink>{' '}
        {one.scope ? `${say(codeName(one.scope))} · ` : ''}
        {say(codeName(one.status))}
      </>
    ),
  }));
  return <Listing title={title ?? t.record.cases} lines={lines} />;
}

export function Groups({ of, title }: Titled<Group>) {
  const { t, say } = useSettings();
  const lines = of.map((one) => ({
    id: one.id,
    line: (
      <>
        <RecordLink id={one.id}>
          <span lang="zh-CN">{groupName(one)}</span>
        </RecordLink>{' '}
        {one.tier ? `${say(codeName(one.tier))}${t.groups.views.tier} · ` : ''}
        {say(codeName(one.status))}
      </>
    ),
  }));
  return <Listing title={title ?? t.record.groups} lines={lines} />;
}

/** Files, assets and entries of registers, by what a list calls them. */
export function Records({ of, title }: Titled<Other>) {
  const { t, say } = useSettings();
  const lines = of.map((one) => ({
    id: one.id,
    line: (
      <>
        <RecordLink id={one.id}>
          <span lang="zh-CN">{say(codeName(recordName(one), 'label', one.category))}</span>
        </RecordLink>{' '}
        · {say(codeName(one.status, 'status', one.category))}
      </>
    ),
  }));
  return <Listing title={title ?? t.record.others} lines={lines} />;
}

const MOST = 50;

/** The assets that refer to a record: those of a case, of a group, or of whoever holds them. */
export function AssetsOf({ id }: { readonly id: string }) {
  const { t } = useSettings();
  const assets = useAnswer('Records', '/v1/assets', { refersTo: id, limit: MOST }, { keep: false });
  const title = assets.data?.next ? `${t.record.assets}（${t.record.allOf(MOST)}）` : t.record.assets;
  return <Records of={assets.data?.items ?? []} title={title} />;
}

/** Corrections that were asked for on the record. */
export function CorrectionsOf({ of }: { readonly of: readonly Answer<'Correction'>[] }) {
  const { t, say, language } = useSettings();
  const lines = of.map((one) => ({
    id: one.id,
    line: (
      <>
        <RecordLink id={one.id}>{nameOfCommand(one.command, language)}</RecordLink> {one.kind} · {one.requestedOn} ·{' '}
        {say(codeName(one.status, 'status', 'correction'))}
      </>
    ),
  }));
  return <Listing title={t.record.corrections} lines={lines} />;
}

/** The papers that the acts rest on. */
export function Documents({ of }: { readonly of: readonly Answer<'TimelineEntry'>[] }) {
  const { t } = useSettings();
  const lines = of.flatMap(({ id, document }) =>
    document
      ? [
          {
            id,
            line: (
              <span lang="zh-CN">
                {document.number} <span className="faint">{`${document.kind} · ${document.date}`}</span>
              </span>
            ),
          },
        ]
      : [],
  );
  return <Listing title={t.record.documents} lines={lines} />;
}
