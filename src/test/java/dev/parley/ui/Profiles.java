package dev.parley.ui;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ConnectionProfile;
import dev.parley.socket.AccessMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Connection profiles for the window's tests. */
public final class Profiles {
    private Profiles() {}

    public static ConnectionProfile bench(String link) {
        try {
            return new ConnectionProfile(
                    "bench",
                    LinkAddress.parse(link),
                    "iot.example",
                    "broker.parley.test",
                    8883,
                    AccessMode.BUFFER,
                    1460,
                    Optional.of(new ConnectionProfile.Tls(
                            Optional.of(Path.of("pki/ca.pem")),
                            Optional.of(Path.of("pki/device.pem")),
                            Optional.of(Path.of("pki/device.key")),
                            "",
                            List.of(),
                            false,
                            Duration.ofSeconds(20))),
                    Optional.of(new ConnectionProfile.Mqtt("parley-1", Duration.ofSeconds(60), true)),
                    Duration.ofSeconds(60));
        } catch (LinkException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
