import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { useConsole } from '../app/console-settings.tsx';
import { useCoordinates } from '../app/coordinates.ts';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { CoordinatesSentence } from '../ui/coordinates-sentence.tsx';
import { FigureLink, ProofMark } from '../ui/proof.tsx';
import { Annex } from './annex.tsx';
import { Checks } from './checks.tsx';
import { MarginNote } from './margin-note.tsx';
import { Notices } from './notices.tsx';
import { usePaper } from './use-paper.ts';

type WhitePaper = Answer<'WhitePaper'>;
type Paper = ReturnType<typeof usePaper>;

/** The white paper as a page that lives: every number of it opens. */
export function Page() {
  const { language } = useSettings();
  const paper = usePaper(language);
  const [shown, setShown] = useState('F05');
  return (
    <div className="paper-grid">
      <Contents />
      <article className="paper">
        <PageAnswered of={paper.paper}>{(answer) => <Sheet answer={answer} paper={paper} onShow={setShown} />}</PageAnswered>
      </article>
      <MarginNote id={shown} paper={paper} />
    </div>
  );
}

function Contents() {
  const { t, say } = useSettings();
  const { areas } = useConsole();
  return (
    <nav className="contents" aria-label={t.paper.contents}>
      <ol>
        {areas.map(({ id, name }, i) => (
          <li key={id}>
            <a href={`#${id}`}>
              <span aria-hidden="true">{t.paper.numerals[i]}</span>
              {say(name)}
            </a>
          </li>
        ))}
        <li>
          <a href="#annex">
            <span aria-hidden="true">{t.paper.annexMark}</span>
            {t.paper.annex}
          </a>
        </li>
      </ol>
      <div className="legend">
        <p>{t.proof.legend}</p>
        <ul>
          {(['certified', 'computed', 'late'] as const).map((state) => (
            <li key={state}>
              <ProofMark state={state} size={10} />
              {t.proof.short[state]}
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

function Sheet({ answer, paper, onShow }: { readonly answer: WhitePaper; readonly paper: Paper; readonly onShow: (id: string) => void }) {
  const { t, say, date, number } = useSettings();
  const { areas } = useConsole();
  const { isPublished } = useCoordinates();
  const publishedOn = paper.file.data?.publication.publishedOn;
  return (
    <>
      <header>
        <p className="kicker">
          {t.paper.kicker}
          <span>{isPublished && publishedOn ? t.paper.published(date(publishedOn)) : t.paper.notPublished}</span>
        </p>
        <h1>{t.paper.title}</h1>
        <hr className="seal-rule" />
        <CoordinatesSentence counted={answer.knownAt.position} root={paper.file.data?.publication.ledger?.root} />
        <Notices paper={paper} />
        <div className="preamble">
          {answer.paragraphs
            .filter(({ area }) => area === undefined)
            .map(({ id, text }) => (
              <p key={id}>{text}</p>
            ))}
        </div>
      </header>
      {areas.map(({ id, name }, i) => (
        <section key={id} id={id} aria-labelledby={`${id}-h`}>
          <h2 id={`${id}-h`}>
            <span>{t.paper.numeral(t.paper.numerals[i] ?? '')}</span>
            {say(name)}
          </h2>
          {answer.paragraphs
            .filter(({ area }) => area === id)
            .map((paragraph) => (
              <Prose key={paragraph.id} parts={paragraph.parts} paper={paper} onShow={onShow} />
            ))}
        </section>
      ))}
      <Annex answer={answer} paper={paper} onShow={onShow} />
      <Checks answer={answer} />
      <footer className="colophon">
        {t.paper.colophon(number(answer.knownAt.position))}
        {paper.publication ? (
          <>
            {' '}
            <Link to="/publications/$id" params={{ id: paper.publication }} search={true}>
              {t.publication.certification}
            </Link>
          </>
        ) : null}
      </footer>
    </>
  );
}

type Parts = WhitePaper['paragraphs'][number]['parts'];

/** A number, its mark and the punctuation after it stay on one line: otherwise a line could begin with a full stop. */
function Prose({ parts, paper, onShow }: { readonly parts: Parts; readonly paper: Paper; readonly onShow: (id: string) => void }) {
  const { say } = useSettings();
  const endOf = (i: number) =>
    parts[i]?.figure && parts[i + 1] && !parts[i + 1]?.figure ? (/^[，。；：、）).,;:]/.exec(parts[i + 1]?.text ?? '')?.[0] ?? '') : '';
  return (
    <p>
      {parts.map(({ text, figure }, i) => {
        if (!figure) return <Fragment key={i}>{text.slice(endOf(i - 1).length)}</Fragment>;
        const { published, state } = paper.standing(figure);
        return (
          <span key={i} className="keep">
            <FigureLink id={figure} printed={text} was={paper.isPublished || !published ? undefined : say(published.printed)} state={state} onShow={onShow} />
            {endOf(i)}
          </span>
        );
      })}
    </p>
  );
}
