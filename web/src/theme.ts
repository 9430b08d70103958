// The house colours and measures, for antd; the same values stand as variables in style/base.css.
import type { ThemeConfig } from "antd";

export const ink = "#1f4e79";
export const vermilion = "#b3312c";
export const ochre = "#8a5a00";

/** The antd theme: flat, dense, square, ink blue. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: ink,
    colorLink: ink,
    colorInfo: ink,
    colorError: vermilion,
    colorWarning: ochre,
    colorSuccess: "#2f6b3a",
    colorText: "#1c2126",
    colorTextSecondary: "#4a535c",
    colorTextTertiary: "#5f6872",
    colorTextQuaternary: "#6b747d",
    colorTextPlaceholder: "#6b747d",
    colorBorder: "#c3c9cf",
    colorBorderSecondary: "#e1e5e8",
    colorBgLayout: "#ffffff",
    borderRadius: 3,
    borderRadiusLG: 4,
    borderRadiusSM: 2,
    controlHeight: 30,
    controlHeightSM: 26,
    fontSize: 14,
    fontFamily: "var(--sans)",
    motionDurationMid: "0.1s",
    motionDurationSlow: "0.14s",
    boxShadow: "0 2px 10px rgba(20, 30, 40, 0.14)",
    boxShadowSecondary: "0 2px 10px rgba(20, 30, 40, 0.14)",
  },
  components: {
    Button: { primaryShadow: "none", defaultShadow: "none", fontWeight: 500 },
    Segmented: { trackBg: "#eef1f3", itemSelectedBg: "#cfdeec", itemSelectedColor: ink, itemColor: "#3b434a" },
    Select: { optionSelectedBg: "#e8eff6" },
    Tree: { nodeSelectedBg: "#e8eff6" },
  },
};
