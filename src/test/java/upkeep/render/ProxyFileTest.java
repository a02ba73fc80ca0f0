package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.spec.Plan;

/** What reverse proxies are told of instances, and the marks of those that are out of service. */
class ProxyFileTest {

    private static final Plan PLAN = Plans.parse("""
            services:
              web:
                exec: [/usr/bin/web]
                user: web
                port: 3001
                instances: 2
                proxy: {nginx: /etc/nginx/conf.d/web.conf, haproxy: /etc/haproxy/conf.d/web.cfg}
            """);

    private static String body(int file) {
        return GeneratedHeader.strip(
                ProxyFile.of(PLAN.services().values()).get(file).content());
    }

    @Test
    void eachInstanceIsInAtFirst() {
        assertEquals("""
                upstream web {
                    server 127.0.0.1:3001; # web@1
                    server 127.0.0.1:3002; # web@2
                }
                """, body(0));
        assertEquals("""
                backend web
                    server web-1 127.0.0.1:3001 # web@1
                    server web-2 127.0.0.1:3002 # web@2
                """, body(1));
    }

    @Test
    void marksComeAndGoAndLeaveTheRest() {
        for (int file = 0; file < 2; file++) {
            String plain = body(file);
            String marked = ProxyFile.marked(plain, Set.of("web@2", "other@1"));
            assertEquals(Set.of("web@2"), ProxyFile.out(marked));
            assertEquals(Set.of("web@1"), ProxyFile.out(ProxyFile.marked(marked, Set.of("web@1"))));
            assertEquals(plain, ProxyFile.plain(marked));
            assertEquals(List.of("web@1", "web@2"), ProxyFile.instances(marked));
        }
        assertTrue(ProxyFile.marked(body(0), Set.of("web@1")).contains("    server 127.0.0.1:3001 down; # web@1\n"));
        assertTrue(ProxyFile.marked(body(1), Set.of("web@1"))
                .contains("    server web-1 127.0.0.1:3001 disabled # web@1\n"));
    }

    @Test
    void anEditStaysOne() {
        String edited = body(0).replace("3001;", "3001 weight=2;");
        assertFalse(ProxyFile.plain(edited).equals(body(0)));
        assertEquals(edited, ProxyFile.plain(ProxyFile.marked(edited, Set.of("web@1"))));
    }
}
