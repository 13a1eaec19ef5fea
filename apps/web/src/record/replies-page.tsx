import { useSettings } from '../app/settings.tsx';
import { RepliesOwed } from '../case/time-limits.tsx';

/** Where an officer of a department begins: with what the department owes. */
export function Page() {
  const { t } = useSettings();
  return (
    <div className="page">
      <h1>{t.replies.title}</h1>
      <p className="lead">{t.replies.lead}</p>
      <div className="before-list">
        <RepliesOwed />
      </div>
    </div>
  );
}
