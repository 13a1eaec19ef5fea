import { useParams } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useDistrictName } from '../app/console-settings.tsx';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { RecordFile } from '../record/record-file.tsx';
import { codeName } from '../text/code-names.ts';
import { inYuan } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { Listing } from '../ui/section.tsx';
import { stateOf, worthOf } from './asset-state.ts';

/** An asset: under which measure it is, what it is worth, what was decided on it, what can be done now, and everything that happened. */
export function Page() {
  const { id } = useParams({ from: '/assets/$id' });
  const file = useAnswer('RecordFile', `/v1/assets/${id}`, {}, { keep: false });
  return (
    <div className="case" key={id}>
      <PageAnswered of={file}>{(answer) => <Asset file={answer} />}</PageAnswered>
    </div>
  );
}

function Asset({ file }: { readonly file: Answer<'RecordFile'> }) {
  const { t, say } = useSettings();
  const districtName = useDistrictName();
  const { record } = file;
  const state = stateOf(record);
  const worth = worthOf(state);
  const holders = record.refs.filter((id) => id.startsWith('person-'));
  return (
    <RecordFile
      file={file}
      list="/assets"
      tags={
        <>
          <span className="tag">{say(codeName(state.measure))}</span>
          <span>{say(codeName(state.kind ?? ''))}</span>
          <span>{say(codeName(record.status))}</span>
          <span>{worth === undefined ? t.assets.notValued : t.assets.worthNow(inYuan(worth))}</span>
          <span>{districtName(record.district)}</span>
        </>
      }
      without={['kind', 'case', 'district', 'measure']}
      beside={<Listing title={t.assets.holder} lines={holders.map((id) => ({ id, line: <RecordLink id={id} /> }))} />}
    />
  );
}
