import { Link } from '@tanstack/react-router';
import { useText } from './settings.tsx';

export function NotFound() {
  const t = useText();
  return (
    <div className="page">
      <h1>{t.states.notFound}</h1>
      <p className="lead">{t.states.notFoundHelp}</p>
      <p>
        <Link to="/paper" search={true}>
          {t.states.toPaper}
        </Link>
      </p>
    </div>
  );
}
