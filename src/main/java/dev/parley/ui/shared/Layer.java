package dev.parley.ui.shared;

/** The layers of a session, each with one accent colour in all panels. The word always stands beside the colour. */
public enum Layer {
    AT("AT"),
    SOCKET("SOCKET"),
    TLS("TLS"),
    MQTT("MQTT");

    private final String word;

    Layer(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** The style class that gives a node this layer's accent, for example {@code layer-tls}. */
    public String styleClass() {
        return "layer-" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
