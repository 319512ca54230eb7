package dev.parley.modem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The modem's own TLS as {@code AT+QSSLCFG} sets it up (Quectel BG96 SSL application note), each setting with what it is for.
 *
 * @param context the SSL context, 0 to 5
 * @param ca the file of the CA certificates in the modem; nothing: the server is not checked
 * @param certificate the file of the device certificate, or nothing
 * @param key the file of its private key, or nothing
 * @param sni true to send the host name and to check the certificate against it
 */
public record ModemTlsSetup(
        int context, Optional<String> ca, Optional<String> certificate, Optional<String> key, boolean sni) {
    /** A command and what it is for, in words. */
    public record Line(String command, String why) {}

    public ModemTlsSetup {
        if (context < 0 || context > 5) {
            throw new IllegalArgumentException("an SSL context is 0 to 5, not " + context);
        }
    }

    /** The commands, in order. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(set("sslversion", "4", "any version of TLS that the modem knows, the server chooses"));
        lines.add(set("ciphersuite", "0XFFFF", "every cipher suite of the modem; the value stands without quotes"));
        int level = ca.isEmpty() ? 0 : certificate.isPresent() && key.isPresent() ? 2 : 1;
        lines.add(set(
                "seclevel",
                String.valueOf(level),
                switch (level) {
                    case 0 -> "nobody is checked, for there is no CA: whoever answers is believed";
                    case 1 -> "the server's certificate is checked against the CA; the device shows none";
                    default -> "the server is checked, and the device shows its certificate";
                }));
        ca.ifPresent(
                file -> lines.add(set("cacert", quoted(file), "the CA that the server's certificate must come from")));
        if (level == 2) {
            certificate.ifPresent(file -> lines.add(set("clientcert", quoted(file), "the device certificate")));
            key.ifPresent(file -> lines.add(set(
                    "clientkey", quoted(file), "its private key; a key that does not match fails only at the server")));
        }
        lines.add(set(
                "ignorelocaltime",
                "1",
                "the certificates' dates are not checked: a modem whose clock is not set would refuse them all"));
        lines.add(set("sni", sni ? "1" : "0", "the host name in ClientHello, which AWS IoT and Azure IoT Hub need"));
        lines.add(set(
                "checkhost",
                sni && level > 0 ? "1" : "0",
                "whether the certificate is for the host that was asked for"));
        return lines;
    }

    /**
     * Sets it up.
     *
     * @throws CommandFailedException if the modem does not take a setting that the connection needs
     */
    public void apply(Modem modem) throws ModemException {
        for (Line line : lines()) {
            boolean optional =
                    line.command().contains("\"sni\"") || line.command().contains("\"checkhost\"");
            if (optional && line.command().endsWith(",0")) {
                // Older firmware does not know these, and does not do it either.
                modem.send(line.command());
            } else {
                modem.require(line.command());
            }
        }
    }

    private Line set(String name, String value, String why) {
        return new Line("AT+QSSLCFG=\"" + name + "\"," + context + "," + value, why);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
