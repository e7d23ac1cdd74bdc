import type { ReadyFacts } from '../../ready.ts';
export async function landingPage(facts: ReadyFacts): Promise<{ html: string; contentSecurityPolicy: string }> {
  return { html: JSON.stringify(facts), contentSecurityPolicy: "default-src 'none'" };
}
