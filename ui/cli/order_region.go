package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postern/wizard/catalog"
)

// hostOf returns the provider's server: the one of the region, or the only one.
func hostOf(p *catalog.Provider, region string) (string, error) {
	regions := p.RegionNames()
	switch {
	case !p.SMTPAvailable:
		return "", fmt.Errorf("%s has no SMTP, so no other program can send through it. %s", p.Name, p.SetupNote)
	case region != "" && len(regions) == 0:
		return "", wrongf("%s has no regions to choose from; leave out --region", p.Name)
	case region != "":
		return hostIn(p, region)
	case p.SMTPLocal != nil:
		return "127.0.0.1", nil
	case len(regions) > 1:
		return "", wrongf("%s has a server for each of %s; name yours, as in --region %s", p.Name, strings.Join(regions, ", "), regions[0])
	case len(p.Hosts()) == 0:
		return "", wrongf("no server of %s is known; name it with --host", p.Name)
	}
	return p.Hosts()[0], nil
}

// hostIn returns the server of a region, as a person names it.
func hostIn(p *catalog.Provider, region string) (string, error) {
	if known, ok := p.RegionOf(region); ok {
		host, _ := p.Region(known)
		return host, nil
	}
	if near := p.NearRegion(region); near != "" {
		return "", wrongf("--region: %s has no region %s; did you mean %s?", p.Name, shown(region), near)
	}
	return "", wrongf("--region: %s has no region %s; it has %s", p.Name, shown(region), strings.Join(p.RegionNames(), ", "))
}

// defineRegion adds --region, with the regions of the named provider to complete.
func defineRegion(cmd *cobra.Command, region, provider *string) {
	cmd.Flags().StringVar(region, "region", "", "")
	_ = cmd.RegisterFlagCompletionFunc("region", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		p, _ := catalog.Default().Find(*provider)
		return p.RegionNames(), cobra.ShellCompDirectiveNoFileComp
	})
}
