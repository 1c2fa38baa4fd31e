const PATHS = {
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 4.5 4.5",
  back: "M15 5l-7 7 7 7",
  more: "M4.5 12h1M11.5 12h1M18.5 12h1",
  close: "M6 6l12 12M18 6 6 18",
  send: "M4 12 20 4l-5 16-4-7-7-1Z",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5h.01M15 9.5h.01",
  template: "M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4",
  note: "M5 4h14v10l-6 6H5zM19 14h-6v6",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6l1-7Z",
  bot: "M5 9h14v10H5zM12 9V5M9 13.5h.01M15 13.5h.01M9.5 16.5h5",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 8h.01",
  quote: "M9 6 4 11l5 5M4 11h9a6 6 0 0 1 6 6v1",
  menu: "M4 7h16M4 12h16M4 17h16",
  clip: "m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a1.5 1.5 0 0 1-2-2L15 8",
  play: "M7 5v14l12-7Z",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
  chat: "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-5 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: what it stands for is said by a label beside it. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);

export const IconButton = ({
  name,
  label,
  onClick,
  style = "",
  pressed,
}: {
  name: IconName;
  label: string;
  onClick(): void;
  style?: string;
  pressed?: boolean;
}) => (
  <button
    type="button"
    class={`icon-button ${style}`}
    aria-label={label}
    title={label}
    aria-pressed={pressed}
    onClick={onClick}
  >
    <Icon name={name} />
  </button>
);
