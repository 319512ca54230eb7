package dev.parley.tls.mbedtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mbedTLS 2.x that is installed with its headers, and a compiler for it. */
record InstalledMbedTls(Path config) {
    private static final Path GCC = Path.of("/usr/bin/gcc");

    /** Skips the test where one of the two is not there. */
    static InstalledMbedTls orSkip() {
        Path config = Path.of("/usr/include/mbedtls/config.h");
        require(Files.exists(config), "no libmbedtls-dev 2.x is installed");
        require(Files.isExecutable(GCC), "no gcc is installed");
        return new InstalledMbedTls(config);
    }

    private static void require(boolean there, String what) {
        if (!there) {
            System.out.println("skipped: " + what);
        }
        assumeTrue(there, "skipped: " + what);
    }

    MbedTlsBuild build() throws IOException {
        return MbedTlsBuild.of(Files.readString(config));
    }

    /** Compiles and runs a client that prints its first record and stops when it has to read. */
    Bytes firstRecord(Path folder, String name, String protocol) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("hello.c"), Texts.of("hello.c"));
        Path client = folder.resolve("hello");
        run(GCC.toString(), "-o", client.toString(), source.toString(), "-lmbedtls", "-lmbedx509", "-lmbedcrypto");
        return Bytes.hex(run(client.toString(), name, protocol).strip());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
