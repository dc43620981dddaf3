package origin_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/rpc/origin"
)

func proxies(networks ...string) origin.Proxies {
	var all origin.Proxies
	for _, network := range networks {
		all = append(all, netip.MustParsePrefix(network))
	}
	return all
}

func addr(text string) netip.Addr {
	found, _ := netip.ParseAddr(text)
	return found
}

func TestCaller(t *testing.T) {
	balancer := proxies("10.0.0.0/8", "fd00::/8")
	for name, test := range map[string]struct {
		proxies         origin.Proxies
		from            string
		known           bool
		told, forwarded []string
		want            string
	}{
		"a client":                                    {balancer, "192.0.2.1", false, nil, nil, "192.0.2.1"},
		"a client that made one up":                   {balancer, "192.0.2.1", false, []string{"198.51.100.7"}, []string{"for=198.51.100.7"}, "192.0.2.1"},
		"a proxy, as long as none is believed":        {nil, "10.0.0.1", false, []string{"192.0.2.1"}, nil, "10.0.0.1"},
		"a proxy that is believed":                    {balancer, "10.0.0.1", false, []string{"192.0.2.1"}, nil, "192.0.2.1"},
		"one that says nothing":                       {balancer, "10.0.0.1", false, nil, nil, "10.0.0.1"},
		"what the client made up stands left of it":   {balancer, "10.0.0.1", false, []string{"198.51.100.7, 192.0.2.1"}, nil, "192.0.2.1"},
		"a made-up proxy too":                         {balancer, "10.0.0.1", false, []string{"198.51.100.7, 10.9.9.9, 192.0.2.1"}, nil, "192.0.2.1"},
		"two proxies":                                 {balancer, "10.0.0.1", false, []string{"198.51.100.7,192.0.2.1 ,\t10.0.0.2"}, nil, "192.0.2.1"},
		"in two lines":                                {balancer, "10.0.0.1", false, []string{"198.51.100.7, 192.0.2.1", "10.0.0.2"}, nil, "192.0.2.1"},
		"nothing but proxies":                         {balancer, "10.0.0.1", false, []string{"10.0.0.3, 10.0.0.2"}, nil, "10.0.0.3"},
		"a hop that cannot be read":                   {balancer, "10.0.0.1", false, []string{"192.0.2.1, unknown"}, nil, "10.0.0.1"},
		"behind one that can":                         {balancer, "10.0.0.1", false, []string{"192.0.2.1, unknown, 10.0.0.2"}, nil, "10.0.0.2"},
		"an empty hop":                                {balancer, "10.0.0.1", false, []string{"192.0.2.1,"}, nil, "10.0.0.1"},
		"a port":                                      {balancer, "10.0.0.1", false, []string{"192.0.2.1:4711"}, nil, "192.0.2.1"},
		"IPv6":                                        {balancer, "fd00::1", false, []string{"2001:db8::7"}, nil, "2001:db8::7"},
		"IPv6 in brackets":                            {balancer, "fd00::1", false, []string{"[2001:db8::7]"}, nil, "2001:db8::7"},
		"IPv6 with a port":                            {balancer, "fd00::1", false, []string{"[2001:db8::7]:4711"}, nil, "2001:db8::7"},
		"IPv4 written as IPv6":                        {balancer, "::ffff:10.0.0.1", false, []string{"::ffff:192.0.2.1, ::ffff:10.0.0.2"}, nil, "192.0.2.1"},
		"a zone":                                      {balancer, "fd00::1%eth0", false, []string{"fe80::1%eth0"}, nil, "fe80::1"},
		"a proxy of this machine":                     {nil, "127.0.0.1", false, []string{"198.51.100.7, 192.0.2.1"}, nil, "192.0.2.1"},
		"it does not say who else is one":             {nil, "::1", false, []string{"198.51.100.7, 127.0.0.1"}, nil, "127.0.0.1"},
		"this machine":                                {nil, "127.0.0.1", false, nil, nil, "127.0.0.1"},
		"another part of Hearth":                      {nil, "192.0.2.9", true, []string{"192.0.2.1"}, nil, "192.0.2.1"},
		"within the process":                          {nil, "", true, []string{"192.0.2.1"}, nil, "192.0.2.1"},
		"within the process, of nobody":               {nil, "", true, nil, nil, ""},
		"nobody knows":                                {balancer, "", false, []string{"192.0.2.1"}, nil, ""},
		"Forwarded":                                   {balancer, "10.0.0.1", false, nil, []string{"for=198.51.100.7, for=192.0.2.1;proto=https;by=10.0.0.1"}, "192.0.2.1"},
		"Forwarded in full":                           {balancer, "10.0.0.1", false, nil, []string{`proto=https; FOR="[2001:db8::7]:4711" , for="10.0.0.2:80"`}, "2001:db8::7"},
		"Forwarded in two lines":                      {balancer, "10.0.0.1", false, nil, []string{"for=192.0.2.1", "for=10.0.0.2"}, "192.0.2.1"},
		"Forwarded that hides the caller":             {balancer, "10.0.0.1", false, nil, []string{"for=192.0.2.1, for=_hidden"}, "10.0.0.1"},
		"Forwarded that says other things":            {balancer, "10.0.0.1", false, nil, []string{"for=192.0.2.1, proto=https"}, "10.0.0.1"},
		"Forwarded that names two":                    {balancer, "10.0.0.1", false, nil, []string{"for=192.0.2.1;for=192.0.2.2"}, "10.0.0.1"},
		"a separator within a quotation":              {balancer, "10.0.0.1", false, nil, []string{`for=192.0.2.1;x="a,for=198.51.100.7;\",for=198.51.100.8"`}, "192.0.2.1"},
		"a quotation that swallows what a proxy said": {balancer, "10.0.0.1", false, nil, []string{`for=198.51.100.7;x=", for=192.0.2.1`}, "10.0.0.1"},
		"both headers agree":                          {balancer, "10.0.0.1", false, []string{"192.0.2.1"}, []string{"for=192.0.2.1"}, "192.0.2.1"},
		"one of them is made up":                      {balancer, "10.0.0.1", false, []string{"192.0.2.1"}, []string{"for=198.51.100.7"}, "10.0.0.1"},
		"one of them cannot be read":                  {balancer, "10.0.0.1", false, []string{"192.0.2.1"}, []string{"rubbish"}, "10.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			got := test.proxies.Caller(addr(test.from), test.known, origin.Told{For: test.told, Forwarded: test.forwarded})
			require.Equal(t, addr(test.want), got)
		})
	}
}

func TestNetwork(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		require.Equal(t, want, origin.Network(addr(text)), text)
	}
}

func TestTheContextKnowsTheCaller(t *testing.T) {
	require.False(t, origin.From(t.Context()).IsValid())
	require.Equal(t, addr("192.0.2.1"), origin.From(origin.With(t.Context(), addr("192.0.2.1"))))
}

// FuzzCaller: whatever a client writes into the headers, it is not taken for somebody else.
func FuzzCaller(f *testing.F) {
	f.Add("198.51.100.7", "for=198.51.100.7")
	f.Add("10.0.0.2, ", `for="[2001:db8::7]:1";x="\",",`)
	f.Add("[::1]:80,unknown", `for=_x;by=", for=`)
	f.Fuzz(func(t *testing.T, told, forwarded string) {
		client, proxy, balancer := addr("192.0.2.1"), addr("10.0.0.1"), proxies("10.0.0.0/8")
		own := origin.Told{For: []string{told}, Forwarded: []string{forwarded}}
		require.Equal(t, client, balancer.Caller(client, false, own), "without a proxy")
		appended := origin.Told{For: []string{told + ", 192.0.2.1"}}
		require.Equal(t, client, balancer.Caller(proxy, false, appended), "behind one that adds to the line")
		require.Equal(t, client, balancer.Caller(proxy, false, origin.Told{For: []string{told, "192.0.2.1"}}), "and one that adds a line")
		require.Equal(t, client, balancer.Caller(proxy, false, origin.Told{Forwarded: []string{forwarded, "for=192.0.2.1"}}))
		among := []netip.Addr{client, proxy}
		require.Contains(t, among, balancer.Caller(proxy, false, origin.Told{Forwarded: []string{forwarded + ", for=192.0.2.1"}}))
		appended.Forwarded = own.Forwarded
		require.Contains(t, among, balancer.Caller(proxy, false, appended), "and leaves the other header alone")
		got := balancer.Caller(proxy, false, own)
		require.True(t, got.IsValid())
		require.Empty(t, got.Zone())
		require.False(t, strings.Contains(origin.Network(got), "%"))
	})
}
