import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useConsole } from '../app/console-settings.tsx';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { PrintedState } from '../ui/printing.tsx';
import { FigureLink } from '../ui/proof.tsx';
import { areSameWords, shortHash, shortId } from '../ui/format.ts';

type Frozen = Answer<'PublishedPaper'>;
type Paragraph = Answer<'WhitePaper'>['paragraphs'][number];

/** The text as it was published: the same for ever. It is printed again from the ledger beside it, and compared word for word. */
export function Page() {
  const { id } = useParams({ from: '/publications/$id/paper' });
  const { language } = useSettings();
  const frozen = useAnswer('PublishedPaper', `/v1/publications/${id}/white-paper`, { lang: language });
  return (
    <div className="paper-grid alone">
      <article className="paper">
        <PageAnswered of={frozen}>{(answer) => <Text frozen={answer} />}</PageAnswered>
      </article>
    </div>
  );
}

function Text({ frozen }: { readonly frozen: Frozen }) {
  const { t, say, date, language, number } = useSettings();
  const { areas, owners } = useConsole();
  const { foot } = frozen;
  const again = useAnswer('WhitePaper', '/v1/white-paper', { asOf: frozen.asOf, knownAt: foot.ledger.size, ruleSet: frozen.ruleSet, lang: language });
  const printed = new Map<string, Paragraph>(again.data?.paragraphs.map((paragraph) => [paragraph.id, paragraph]));
  // What stands before the first area says who certified it, which no ledger prints again.
  const isSame =
    again.data === undefined ? undefined : frozen.paragraphs.every(({ id, area, text }) => area === undefined || areSameWords(printed.get(id)?.text, text));
  const prose = ({ id, text }: Frozen['paragraphs'][number]) => {
    const same = printed.get(id);
    if (!same || !areSameWords(same.text, text)) return <p key={id}>{text}</p>;
    return (
      <p key={id}>
        {same.parts.map((part, i) =>
          part.figure ? <FigureLink key={i} id={part.figure} printed={part.text} state={foot.publishedOn ? 'certified' : 'computed'} /> : part.text,
        )}
      </p>
    );
  };
  return (
    <>
      <header>
        <p className="kicker">
          {t.paper.kicker}
          <span>{foot.publishedOn ? t.paper.published(date(foot.publishedOn)) : t.paper.notPublished}</span>
        </p>
        <h1>{t.paper.title}</h1>
        <hr className="seal-rule" />
        <PrintedState
          asOf={frozen.asOf}
          knownAt={t.sentence.atPosition(number(foot.ledger.size))}
          rules={frozen.ruleSet}
          publication={frozen.publication}
          root={foot.ledger.root}
        />
        <div className="preamble">
          {frozen.paragraphs
            .filter(({ area }) => area === undefined)
            .map(({ id, text }) => (
              <p key={id}>{text}</p>
            ))}
        </div>
      </header>
      {areas.map(({ id, name }, i) => (
        <section key={id} aria-labelledby={`${id}-h`}>
          <h2 id={`${id}-h`}>
            <span>{t.paper.numeral(t.paper.numerals[i] ?? '')}</span>
            {say(name)}
          </h2>
          {frozen.paragraphs.filter(({ area }) => area === id).map(prose)}
        </section>
      ))}
      <footer className="colophon">
        {isSame === undefined ? null : (
          <p className={isSame ? '' : 'fails'} role="status">
            <span className="tick" aria-hidden="true">
              {isSame ? '✓' : '✗'}
            </span>
            {isSame ? t.publication.same : t.publication.notSame}
          </p>
        )}
        <p>
          <Link to="/publications/$id" params={{ id: frozen.publication }} search={true} className="mono">
            {shortId(frozen.publication)}
          </Link>{' '}
          · {foot.ledger.origin} · {number(foot.ledger.size)} · <span className="mono">{shortHash(foot.ledger.root)}</span>
        </p>
        <p>
          {foot.certifiedBy
            .map((agency) => say(owners.find((one) => one.id === agency)?.name ?? { zh: agency, en: agency }))
            .join(language === 'zh' ? '、' : '; ')}
        </p>
      </footer>
    </>
  );
}
