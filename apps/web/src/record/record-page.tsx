import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useNavigation } from '../app/navigation.ts';
import { useSettings } from '../app/settings.tsx';
import { BeginFrom } from '../command/begin.tsx';
import { usePrinting } from '../ui/printing.tsx';
import { categoryOf, shortId } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Acts } from './acts.tsx';

type Props = {
  readonly id: string;
  readonly list: '/cases' | '/groups' | '/assets' | '/persons' | '/records';
  readonly name: string;
  readonly tags: ReactNode;
  readonly rail?: ReactNode;
  readonly acts: Parameters<typeof Acts>[0];
  /** What stands before all that can be done. */
  readonly first?: ReactNode;
  /** What is told of it at length, and what is around it. */
  readonly main?: ReactNode;
  readonly side: ReactNode;
};

/** The page of a record: what it is called, what can be done with it now, how it stands, what is around it, and everything that happened. */
export function RecordPage({ id, list, name, tags, rail, acts, first, main, side }: Props) {
  const { t } = useSettings();
  const isPrinting = usePrinting();
  const title = useNavigation().find(({ to }) => to === list)?.title;
  return (
    <>
      <header className="case-head">
        <p className="crumbs">
          {title === undefined ? null : (
            <>
              <Link to={list} search={list === '/records' ? { kind: categoryOf(id) } : {}}>
                {title}
              </Link>
              <span aria-hidden="true">›</span>
            </>
          )}
          <span className="mono">{isPrinting ? id : shortId(id)}</span>
        </p>
        <h1 lang="zh-CN">{name}</h1>
        <p className="case-tags">
          {tags}
          <Link to="/history/$id" params={{ id }} search={{}} className="screen-only">
            {t.record.history}
          </Link>
        </p>
        {rail}
      </header>
      <div className="case-grid">
        <div className="side">
          {first}
          <div className="screen-only">
            <Section title={t.record.now}>
              <Acts {...acts} />
            </Section>
            <BeginFrom id={id} known={[{ id, name }, ...acts.known]} />
          </div>
          {main}
        </div>
        <div className="side">{side}</div>
      </div>
    </>
  );
}
