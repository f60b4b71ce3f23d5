export interface Problem {
  code: string;
  detail: string;
  errors: { organisationId?: string; name?: string }[];
}

/** Speaks to the platform's API; a refusal is thrown as its problem. */
export async function send<Body>(method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  }).catch((): never => {
    throw {
      code: 'UNREACHABLE',
      detail: 'The platform could not be reached. Check your connection and try again.',
      errors: [],
    } satisfies Problem;
  });
  if (response.status === 204) return undefined as Body;
  const answer: unknown = await response.json();
  if (!response.ok) throw answer;
  return answer as Body;
}
