import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useSettings } from '../app/settings.tsx';
import { ProofMark } from '../ui/proof.tsx';
import type { usePaper } from './use-paper.ts';

type Asked = { readonly answer: Answer<'WhitePaper'>; readonly paper: ReturnType<typeof usePaper>; readonly onShow: (id: string) => void };

/** All figures as one dense table: what is printed, what it is made of, who answers for it. */
export function Annex({ answer, paper, onShow }: Asked) {
  const { t, say, number, signed } = useSettings();
  const head = t.paper.table;
  return (
    <section id="annex" aria-labelledby="annex-h">
      <h2 id="annex-h">
        <span>{t.paper.numeral(t.paper.annexMark)}</span>
        {t.paper.annex}
      </h2>
      <div className="wide" role="region" aria-labelledby="annex-h" tabIndex={0}>
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">{head.id}</th>
              <th scope="col">{head.figure}</th>
              <th scope="col" className="num">
                {head.printed}
              </th>
              <th scope="col" className="num">
                {head.change}
              </th>
              <th scope="col" className="num">
                {head.gross}
              </th>
              <th scope="col">{head.owner}</th>
              <th scope="col">{head.proof}</th>
            </tr>
          </thead>
          <tbody>
            {answer.annex.map((row) => {
              const { now, published, state } = paper.standing(row.id);
              const change = now && published && !paper.isPublished ? (now.value ?? 0) - (published.value ?? 0) : 0;
              return (
                <tr key={row.id} onMouseEnter={() => onShow(row.id)}>
                  <td className="id">{row.id}</td>
                  <th scope="row" className="cap">
                    {say(row.name)}
                  </th>
                  <td className="num">
                    <Link to="/figures/$id" params={{ id: row.id }} search={true} className="cell-link">
                      {now ? say(now.printed) : number(row.net)}
                    </Link>
                  </td>
                  <td className="num">{change === 0 ? '' : signed(change)}</td>
                  <td className="num faint">{row.gross === row.net ? '' : number(row.gross)}</td>
                  <td>{say(row.owner)}</td>
                  <td className="proof-cell">
                    <ProofMark state={state} /> {t.proof.short[state]}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
