// The frame of every page: rooms on the left, the search box on top, the page itself.
import ConfigProvider from "antd/es/config-provider";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { Icon, type IconName } from "./parts/Icon";
import { typing } from "./parts/typing";
import { LinesSkeleton, Trap } from "./parts/States";
import { TopBox } from "./parts/TopBox";
import { Search } from "./pages/Search";
import { Link, usePlace } from "./route";
import { useTexts, type TextKey } from "./texts";
import { theme } from "./theme";

const Document = lazy(() => import("./pages/Document"));
const Classes = lazy(() => import("./pages/Classes"));
const Numbers = lazy(() => import("./pages/Numbers"));
const Loads = lazy(() => import("./pages/Loads"));
const Help = lazy(() => import("./pages/Help"));

const pages: { href: string; key: TextKey; icon: IconName }[] = [
  { href: "/", key: "nav.search", icon: "search" },
  { href: "/classes", key: "nav.classes", icon: "tree" },
  { href: "/numbers", key: "nav.numbers", icon: "hash" },
  { href: "/loads", key: "nav.loads", icon: "inbox" },
  { href: "/help", key: "nav.help", icon: "help" },
];

/** The whole application. */
export function App() {
  const { lang, setLang, t } = useTexts();
  const { path } = usePlace();
  const [folded, setFolded] = useState(() => remembered("quanlian.folded") === "yes");
  const fold = () => {
    setFolded(!folded);
    remember("quanlian.folded", folded ? "no" : "yes");
  };

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const box = document.querySelector<HTMLElement>("[data-search-box]");
      if (box === null) return;
      event.preventDefault();
      box.focus();
    };
    window.addEventListener("keydown", key);
    return () => window.removeEventListener("keydown", key);
  }, []);

  let page: ReactNode;
  if (path === "/") page = <Search />;
  else if (path.startsWith("/d/")) page = <Document number={decoded(path.slice(3))} />;
  else if (path === "/classes") page = <Classes />;
  else if (path === "/numbers") page = <Numbers />;
  else if (path === "/loads") page = <Loads />;
  else if (path === "/help") page = <Help />;
  else page = <NoPage />;

  return (
    <ConfigProvider theme={theme} locale={lang === "zh" ? zhCN : enUS} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <div className={folded ? "shell folded" : "shell"}>
        <nav className="rooms" aria-label={t("shell.rooms")}>
          <Link className="brand" href="/" title={t("shell.home")}>
            <img src="/mark.svg" alt="" width="28" height="28" />
            <span className="brand-name">
              <b>{t("shell.name")}</b>
              <small>{t("shell.subname")}</small>
            </span>
          </Link>
          <p className="room-name">{t("room.library")}</p>
          <ul>
            {pages.map(({ href, key, icon }) => {
              const here = href === "/" ? path === "/" || path.startsWith("/d/") : path === href;
              return (
                <li key={href}>
                  <Link href={href} aria-current={here ? "page" : undefined} title={folded ? t(key) : undefined}>
                    <Icon name={icon} />
                    <span>{t(key)}</span>
                  </Link>
                </li>
              );
            })}
          </ul>
          <button type="button" className="fold" onClick={fold} aria-expanded={!folded}>
            <Icon name={folded ? "unfold" : "fold"} />
            <span>{t(folded ? "shell.unfold" : "shell.fold")}</span>
          </button>
        </nav>
        <div className="body">
          <header className="top">
            <Link className="brand-narrow" href="/" aria-label={t("shell.home")}>
              <img src="/mark.svg" alt="" width="26" height="26" />
            </Link>
            {path === "/" ? <p className="top-title">{t("shell.claim")}</p> : <TopBox />}
            <button
              type="button"
              className="lang"
              onClick={() => setLang(lang === "zh" ? "en" : "zh")}
              lang={lang === "zh" ? "en" : "zh-CN"}
            >
              {lang === "zh" ? "English" : "中文"}
            </button>
          </header>
          <main id="main" tabIndex={-1}>
            <Trap key={path}>
              <Suspense fallback={<LinesSkeleton lines={8} />}>{page}</Suspense>
            </Trap>
          </main>
        </div>
      </div>
    </ConfigProvider>
  );
}

function NoPage() {
  const { t } = useTexts();
  return (
    <section className="page state">
      <h1>{t("state.no-page")}</h1>
      <p>
        <Link href="/">{t("state.to-search")}</Link>
      </p>
    </section>
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function remembered(name: string): string | null {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name: string, value: string): void {
  try {
    window.localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing starts anew each time.
  }
}
