package dev.parley.chart;

/** What a stroke of the chart means; what colour that is, the style sheet or the file's palette says. */
public enum Ink {
    TEXT("#4b5563"),
    GRID("#e2e6ea"),
    LINK("#334155"),
    UP("#0b62c4"),
    DOWN("#b45309"),
    CLOSE("#c21f2c"),
    MARK("#9a6700"),
    AT("#5b6b7f"),
    SOCKET("#0f7b6c"),
    TLS("#6d3fc0"),
    MQTT("#b0368a"),
    PAPER("#ffffff");

    private final String onPaper;

    Ink(String onPaper) {
        this.onPaper = onPaper;
    }

    /** Its colour on white paper, as {@code #rrggbb}. */
    public String onPaper() {
        return onPaper;
    }
}
