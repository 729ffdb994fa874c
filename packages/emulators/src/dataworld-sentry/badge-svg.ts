import { html, type Html } from '../kit/html';
import type { Badge, BadgeState } from './hoots';

/** dataworld-sentry.md §5: happy green, sad ("Warn") yellow, sick red; neutral blue. */
const BADGE_LOOKS: Readonly<
  Record<BadgeState, { readonly word: string; readonly color: string; readonly hex: string }>
> = {
  happy: { word: 'Happy', color: 'green', hex: '#1a9c5b' },
  sad: { word: 'Warn', color: 'yellow', hex: '#e0a400' },
  sick: { word: 'Sick', color: 'red', hex: '#cf3227' },
  neutral: { word: 'Neutral', color: 'blue', hex: '#3b76d8' },
  disabled: { word: 'Disabled', color: 'gray', hex: '#7b8494' },
};

/** About the width of a character at 13 px. */
const CHARACTER_PX = 7;
const HEIGHT_PX = 32;
const DISC_PX = 36;

/** The badge of a hoot as a picture. Styled by attributes alone, which no content security policy forbids. */
export function badgeSvg(name: string, { state, message, latestRecordAt }: Badge): Html {
  const { word, color, hex } = BADGE_LOOKS[state];
  const text = [word, message].filter(Boolean).join(': ');
  const title = [name, text, latestRecordAt && `latest record ${latestRecordAt}`].filter(Boolean).join(', ');
  const width = DISC_PX + [...text].length * CHARACTER_PX + 12;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    role="img"
    aria-label="${title}"
    data-state="${state}"
    data-color="${color}"
    width="${width}"
    height="${HEIGHT_PX}"
    viewBox="0 0 ${width} ${HEIGHT_PX}"
  >
    <title>${title}</title>
    <rect
      x="0.5"
      y="0.5"
      width="${width - 1}"
      height="${HEIGHT_PX - 1}"
      rx="16"
      fill="#ffffff"
      stroke="${hex}"
    />
    <circle cx="18" cy="16" r="9" fill="${hex}" />
    <text x="${DISC_PX}" y="20.5" font-family="system-ui, sans-serif" font-size="13" fill="#1b1f2a">
      ${text}
    </text>
  </svg>`;
}
