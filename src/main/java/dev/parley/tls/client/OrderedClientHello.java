package dev.parley.tls.client;

import dev.parley.tls.HelloForm;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.CompressionMethod;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;

/**
 * A ClientHello whose extensions are written in an order of their own (RFC 8446 section 4.1.2 leaves it to the client).
 *
 * <p>Bouncy Castle writes the empty ones first. What is written here is what it hashes, so the transcript stays true.
 */
final class OrderedClientHello extends ClientHello {
    private final HelloForm form;

    OrderedClientHello(ClientHello hello, HelloForm form) {
        super(
                hello.getVersion(),
                hello.getRandom(),
                hello.getSessionID(),
                hello.getCookie(),
                hello.getCipherSuites(),
                hello.getExtensions(),
                hello.getBindersSize());
        this.form = form;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // Bouncy Castle's table
    public void encode(TlsContext context, OutputStream output) throws IOException {
        TlsUtils.writeVersion(getVersion(), output);
        output.write(getRandom());
        TlsUtils.writeOpaque8(getSessionID(), output);
        TlsUtils.writeUint16ArrayWithUint16Length(getCipherSuites(), output);
        TlsUtils.writeUint8ArrayWithUint8Length(new short[] {CompressionMethod._null}, output);
        List<Map.Entry<Integer, byte[]>> extensions = inOrder(getExtensions());
        if (extensions.isEmpty()) {
            return;
        }
        int length = extensions.stream()
                .mapToInt(extension -> 4 + extension.getValue().length)
                .sum();
        TlsUtils.checkUint16(length + getBindersSize());
        TlsUtils.writeUint16(length + getBindersSize(), output);
        for (Map.Entry<Integer, byte[]> extension : extensions) {
            // The binders of the last extension, pre_shared_key, are written behind what is hashed for them.
            int binders = extension.getKey() == ExtensionType.pre_shared_key ? getBindersSize() : 0;
            TlsUtils.writeUint16(extension.getKey(), output);
            TlsUtils.writeUint16(extension.getValue().length + binders, output);
            output.write(extension.getValue());
        }
    }

    private List<Map.Entry<Integer, byte[]>> inOrder(Hashtable<?, ?> extensions) {
        Stream<Map.Entry<Integer, byte[]>> entries = extensions.entrySet().stream()
                .map(entry -> Map.entry((Integer) entry.getKey(), (byte[]) entry.getValue()));
        return entries.sorted(Map.Entry.comparingByKey(form.order())).toList();
    }
}
